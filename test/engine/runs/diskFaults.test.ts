import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Tensor } from '../../../server/src/engine/backend';
import { codeOf } from '../../../server/src/engine/runProblem';
import { writeAtomically } from '../../../server/src/engine/runs/atomicFile';
import { openCheckpoints } from '../../../server/src/engine/runs/checkpointStore';
import { systemDisk } from '../../../server/src/engine/runs/disk';
import { openEventLog } from '../../../server/src/engine/runs/eventLog';
import { claimRunFolder } from '../../../server/src/engine/runs/runFolder';
import { snapshotEpochs, writeSnapshot } from '../../../server/src/engine/runs/snapshotStore';
import { batchEvent } from '../helpers/damagedLogs';
import { failingDisk } from '../helpers/failingDisk';
import { temporaryFolder } from '../helpers/temporaryFolder';

function content(
  step: number,
  values = 8,
): { tensors: ReadonlyMap<string, Tensor>; metadata: ReadonlyMap<string, string> } {
  return {
    tensors: new Map([['w', { dtype: 'float32', shape: [values], data: new Float32Array(values).fill(step) }]]),
    metadata: new Map(),
  };
}

describe('a checkpoint whose writing fails at any single change of the disk', () => {
  test.each([
    ['ENOSPC', false],
    ['EIO', false],
    ['a crash', true],
  ] as const)('by %s leaves the last good one, and the next one is written', async (code, dead) => {
    let failures = 0;
    for (let failing = 1; ; failing += 1) {
      const folder = join(await temporaryFolder(), 'checkpoints');
      // Four, so that the failing save also removes one.
      for (const step of [10, 20, 30]) await openCheckpoints(folder).save(step, content(step), false);
      await openCheckpoints(folder).save(20, content(20), true);
      const disk = failingDisk(failing, code, dead);
      const failed = await openCheckpoints(folder, disk)
        .save(40, content(40), false)
        .then(
          () => false,
          () => true,
        );
      const loaded = await openCheckpoints(folder).load('last');
      expect([30, 40]).toContain(loaded?.step);
      expect(loaded?.content).toEqual(content(loaded?.step ?? 0));
      expect((await openCheckpoints(folder).load('best'))?.content).toEqual(content(20));
      await openCheckpoints(folder).save(50, content(50), false);
      expect((await openCheckpoints(folder).load('last'))?.content).toEqual(content(50));
      expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
      if (!failed) {
        // The whole way without a failure: every change before it was let fail once.
        expect(loaded?.step).toBe(40);
        expect(disk.changes()).toBeLessThan(failing);
        break;
      }
      failures += 1;
    }
    expect(failures).toBeGreaterThanOrEqual(8);
  });
});

test('a snapshot whose writing fails leaves the others', async () => {
  const folder = await temporaryFolder();
  await writeSnapshot(folder, 1, content(1).tensors);
  await expect(writeSnapshot(folder, 2, content(2).tensors, failingDisk(2, 'ENOSPC', false))).rejects.toMatchObject({
    code: 'ENOSPC',
  });
  expect(await snapshotEpochs(folder)).toEqual([1]);
});

/** Writes to it fail as on a full disk. */
const hasFullDevice = process.platform === 'linux';

test.runIf(hasFullDevice)('a disk that is full in truth: the error says so and the old content stays', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, 'index.json');
  await writeAtomically(file, 'old');
  await symlink('/dev/full', join(folder, `.index.json.${process.pid}.tmp`));
  await expect(writeAtomically(file, 'new')).rejects.toMatchObject({ code: 'ENOSPC' });
  expect(new TextDecoder().decode(await systemDisk.read(file))).toBe('old');
});

test.runIf(hasFullDevice)('a log that the disk does not take is told once, and closing it says so', async () => {
  const told: string[] = [];
  const log = await openEventLog('/dev/full', ({ message }) => told.push(message));
  log.append(batchEvent(1));
  await expect(log.flush()).rejects.toMatchObject({ code: 'ENOSPC' });
  log.append(batchEvent(2));
  await expect(log.close()).rejects.toMatchObject({ code: 'ENOSPC' });
  expect(told).toEqual([expect.stringContaining('ENOSPC')]);
});

/** A file system of one megabyte, where this user may mount one. */
async function smallDisk(): Promise<{ readonly folder: string; readonly unmount: () => Promise<void> } | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'shapewright-disk-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
  const unmount = async (): Promise<void> => {
    if (status === 0) spawnSync('umount', [folder]);
    await rm(folder, { recursive: true, force: true });
  };
  if (status === 0) return { folder, unmount };
  await unmount();
  return undefined;
}

const small = await smallDisk();

test.runIf(small !== undefined)(
  'a small file system fills up: the last good checkpoint loads, and after tidying up the next is written',
  async () => {
    const folder = small?.folder ?? '';
    try {
      const store = openCheckpoints(join(folder, 'checkpoints'));
      await store.save(1, content(1, 50_000), false);
      await store.save(2, content(2, 50_000), false);
      await writeFile(join(folder, 'filler'), new Uint8Array(400_000));
      const failure = await store.save(3, content(3, 100_000), false).catch((error: unknown) => error);
      expect(codeOf(failure)).toBe('ENOSPC');
      expect((await store.load('last'))?.step).toBe(2);
      await rm(join(folder, 'filler'));
      await store.save(4, content(4, 50_000), false);
      expect((await store.load('last'))?.step).toBe(4);
    } finally {
      await small?.unmount();
    }
  },
);

describe('where the workspace cannot take a run', () => {
  test('a missing one does not come back, the run goes to the storage', async () => {
    const folder = await temporaryFolder();
    const claimed = await claimRunFolder(join(folder, 'gone'), join(folder, 'storage'));
    expect(claimed.root).toBe(join(folder, 'storage'));
    expect(await readdir(folder)).toEqual(['storage']);
  });

  test('one whose store cannot be made gives way to the storage, and is told where there is none', async () => {
    const folder = await temporaryFolder();
    const workspace = join(folder, 'workspace');
    await mkdir(workspace);
    await writeFile(join(workspace, '.shapewright'), 'a file stands in its place');
    expect((await claimRunFolder(workspace, join(folder, 'storage'))).root).toBe(join(folder, 'storage'));
    await expect(claimRunFolder(workspace)).rejects.toMatchObject({ code: expect.stringMatching(/ENOTDIR|EEXIST/) });
  });
});
