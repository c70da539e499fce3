import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createInspector, type Inspector } from '../../../server/src/engine/inspect/launchInspector';
import { InspectFailure } from '../../../server/src/engine/inspect/questionProcess';
import type { InspectSubject } from '../../../server/src/protocol/inspectMessages';

const script = join(import.meta.dirname, '../../../dist/engine.js');
const source = 'model Net {\n  input 8x8x1 -> Conv2D(2, 3)\n}\n';
const subject: InspectSubject = {
  file: join(import.meta.dirname, 'net.nn'),
  source,
  model: 'Net',
  runs: '',
  roots: [],
  dataFolders: {},
};

describe('the inspect process', () => {
  let inspector: Inspector;
  beforeEach(() => {
    inspector = createInspector(script, () => undefined);
  });

  afterEach(() => inspector.dispose());

  test('starts at the first question, answers with arrays, and tells what stands in the way', async () => {
    expect(children()).toEqual([]);
    const model = await inspector.ask(subject, { kind: 'model' });
    expect(model).toMatchObject({ kind: 'model', layers: [{ shape: [8, 8, 1] }, { shape: [6, 6, 2] }] });
    const filters = await inspector.ask(subject, { kind: 'filters', weights: { kind: 'initial' }, path: 'Conv2D' });
    expect(filters.kind === 'filters' && filters.values).toBeInstanceOf(Float32Array);
    const failure: unknown = await inspector
      .ask({ ...subject, model: 'Other' }, { kind: 'model' })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(InspectFailure);
    expect(failure).toMatchObject({ failure: { code: 'inspect/model' } });
  });

  test('killed, it fails what was asked and is started anew at the next question', async () => {
    const earlier = children();
    await inspector.ask(subject, { kind: 'model' });
    const pid = children().find((each) => !earlier.includes(each));
    if (pid === undefined) throw new Error('no process was started');
    // Nothing is read between the two: the question goes to a process that is no more.
    process.kill(pid, 'SIGKILL');
    await expect(inspector.ask(subject, { kind: 'model' })).rejects.toMatchObject({
      failure: { code: 'inspect/ended' },
    });
    expect(await inspector.ask(subject, { kind: 'model' })).toMatchObject({ kind: 'model' });
  });
});

/** The processes that this one has started. */
function children(): readonly number[] {
  const lines = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' }).split(
    '\n',
  );
  return lines.filter((line) => line.includes('engine.js inspect')).map((line) => Number.parseInt(line, 10));
}
