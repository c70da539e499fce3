import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { runsCommand } from '../../../server/src/cli/runs';
import { readSafetensors } from '../../../server/src/engine/runs/safetensors';
import { claimRunFolder, runFiles, runName } from '../../../server/src/engine/runs/runFolder';
import type { EngineRequest } from '../../../server/src/protocol/engineMessages';
import { bundleEngine } from '../helpers/bundleEngine';
import { digitsRequest, follow } from '../helpers/digitsRun';
import { recordOutput } from '../../helpers/recordedOutput';

let script = '';

beforeAll(async () => {
  script = await bundleEngine('referenceEngine');
});

interface Answer {
  readonly status: number;
  readonly output: string;
  readonly errors: string;
}

async function runs(...argv: readonly string[]): Promise<Answer> {
  const recorded = recordOutput();
  const status = await runsCommand.run(argv, { ...recorded, engineScript: script });
  return { status, output: recorded.text.out, errors: recorded.text.err };
}

/** A finished run, and a second one that was stopped, in one folder. */
async function twoRuns(): Promise<{
  readonly root: string;
  readonly finished: string;
  readonly stopped: EngineRequest;
}> {
  const request = await digitsRequest({ epochs: 2 });
  await (
    await follow(request, { script })
  ).ended;
  const root = dirname(request.file);
  const stopped = { ...request, folder: (await claimRunFolder(root)).folder, epochs: 5, seed: 3 };
  await (
    await follow(stopped, { script }, (event, connection) => {
      if (event.event === 'epoch' && event.epoch === 2) connection.stop();
    })
  ).ended;
  return { root, finished: runName(request.folder), stopped };
}

describe('shapewright runs', () => {
  test('lists, shows, compares, resumes, exports and deletes', async () => {
    const { root, finished, stopped } = await twoRuns();
    const name = runName(stopped.folder);
    const at = ['--in', root];

    expect(JSON.parse((await runs('list', '--json', ...at)).output)).toMatchObject({
      runs: [
        { run: name, state: 'stopped', resumable: true, record: { train: 'Digits', seed: 3 } },
        { run: finished, state: 'completed', resumable: false, step: 8, checkpoint: 8 },
      ],
    });
    const listed = await runs('list', '--interrupted', ...at);
    expect(listed.output).toContain(name);
    expect(listed.output).not.toContain(finished);

    const shown = await runs('show', finished, ...at);
    expect(shown.output).toMatch(/^epoch {2}loss +accuracy\n1 +[\d.]+ +[\d.]+\n2 +[\d.]+ +[\d.]+\ntest loss [\d.]+\n/m);
    expect(JSON.parse((await runs('show', finished, '--json', ...at)).output)).toMatchObject({
      epochs: [{ epoch: 1 }, { epoch: 2 }],
      test: { loss: expect.any(Number) },
      snapshots: expect.arrayContaining([2]),
      damagedLines: 0,
    });

    const compared = JSON.parse((await runs('compare', finished, name, '--json', ...at)).output);
    expect(compared).toMatchObject({
      differing: ['seed', 'epochs'],
      runs: [{ settings: { seed: 0 } }, { settings: { seed: 3 } }],
    });
    expect((await runs('compare', finished, name, ...at)).output).toMatch(/^seed +0 +3$/m);

    const resumed = await runs('resume', name, ...at);
    expect(resumed).toMatchObject({ status: 0 });
    expect(resumed.output).toMatch(/^goes on behind step \d of epoch \d\n/);
    expect(resumed.output).toContain('epoch 5 of 5');
    expect(await runs('resume', name, ...at)).toMatchObject({
      status: 1,
      errors: expect.stringContaining('come to its end'),
    });

    const out = join(root, 'out');
    expect(await runs('export', name, '--to', 'safetensors', join(out, 'w.safetensors'), ...at)).toMatchObject({
      status: 0,
    });
    const { tensors } = await readSafetensors(join(out, 'w.safetensors'));
    expect([...tensors.values()].map(({ shape }) => shape)).toEqual([[10], [784, 10]]);
    await runs('export', name, '--to', 'csv', join(out, 'w.csv'), ...at);
    expect((await readFile(join(out, 'w.csv'), 'utf8')).split('\n').map((line) => line.split(',')[0])).toEqual([
      'epoch',
      '1',
      '2',
      '3',
      '4',
      '5',
      '',
    ]);
    await runs('export', name, '--to', 'json', join(out, 'w.json'), ...at);
    expect(JSON.parse(await readFile(join(out, 'w.json'), 'utf8'))).toMatchObject({ run: name, attempt: 2 });
    const board = await runs('export', name, '--to', 'tensorboard', out, '--json', ...at);
    expect(JSON.parse(board.output)).toMatchObject({
      format: 'tensorboard',
      files: [expect.stringMatching(/out.train.events\.out\.tfevents\./), expect.stringMatching(/out.test.events/)],
    });

    expect(await runs('delete', finished, name, ...at)).toMatchObject({ status: 0 });
    expect((await runs('list', ...at)).output).toBe('No runs are kept here.\n');
  });

  test('knows a run that was interrupted, and never deletes one that is under way', async () => {
    const request = await digitsRequest({ epochs: 1_000_000 });
    const at = ['--in', dirname(request.file)];
    let refused: Promise<Answer> | undefined;
    const { ended } = await follow(request, { script }, (event, { pid }) => {
      if (event.event !== 'epoch' || refused !== undefined) return;
      refused = runs('delete', 'last', ...at).finally(() => pid !== undefined && process.kill(pid, 'SIGKILL'));
    });
    expect(await ended).toMatchObject({ reason: 'killed' });
    expect(await refused).toMatchObject({ status: 1, errors: expect.stringContaining('under way') });
    expect(JSON.parse((await runs('list', '--json', ...at)).output)).toMatchObject({
      runs: [{ state: 'interrupted', resumable: true }],
    });
    expect(await readFile(runFiles(request.folder).run, 'utf8')).toContain('"schemaVersion": 1');
  });

  test.each([[[]], [['fly']], [['show']], [['compare', 'a']], [['list', '--unknown']]])(
    'refuses %j with its usage',
    async (argv) => {
      const { status, errors } = await runs(...argv);
      expect(status).toBe(2);
      expect(errors).toContain('shapewright runs ');
    },
  );

  test('tells a run that is not there, in words and as JSON', async () => {
    const root = dirname((await digitsRequest()).file);
    expect(await runs('show', '01NOSUCHRUN', '--in', root)).toMatchObject({
      status: 1,
      errors: expect.stringContaining('There is no run 01NOSUCHRUN'),
    });
    const { output } = await runs('delete', '01NOSUCHRUN', '--json', '--in', root);
    expect(JSON.parse(output)).toMatchObject({ error: { code: 'run/name' } });
  });
});
