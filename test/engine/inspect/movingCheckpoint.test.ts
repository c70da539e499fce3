import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createInspectService } from '../../../server/src/engine/inspect/inspectService';
import { openCheckpoints } from '../../../server/src/engine/runs/checkpointStore';
import { runFiles } from '../../../server/src/engine/runs/runFolder';
import { encodeState, initialState } from '../../../server/src/engine/training/trainingState';
import type { InspectSubject } from '../../../server/src/protocol/inspectMessages';

let runs: string;
beforeAll(async () => {
  runs = await mkdtemp(join(tmpdir(), 'shapewright-inspect-'));
});
afterAll(() => rm(runs, { recursive: true, force: true }));

test('a run that still trains is seen with the weights of its newest checkpoint, filters and maps alike', async () => {
  const service = createInspectService();
  const file = join(runs, 'scale.nn');
  const subject: InspectSubject = {
    file,
    source: 'model Scale {\n  input 8x8x1 -> Conv2D(1, 1, use_bias=false)\n}\n',
    model: 'Scale',
    runs,
    roots: [dirname(file)],
    dataFolders: {},
  };
  const store = openCheckpoints(runFiles(join(runs, 'run')).checkpoints);
  const weights = { kind: 'checkpoint', run: 'run' } as const;
  const drawn = { kind: 'drawn' } as const;
  const seen = async (step: number, weight: number): Promise<readonly number[]> => {
    const kernel = { dtype: 'float32', shape: [1, 1, 1, 1], data: Float32Array.of(weight) } as const;
    await store.save(step, encodeState(initialState(0), new Map([['Conv2D/kernel', kernel]])), true);
    const filters = await service.ask(subject, { kind: 'filters', weights, path: 'Conv2D' });
    const map = await service.ask(subject, { kind: 'map', weights, example: drawn, path: 'Conv2D', map: 0 });
    if (filters.kind !== 'filters' || map.kind !== 'map') throw new Error('another answer');
    return [filters.values[0] ?? NaN, Math.max(...map.values.map(Math.abs))];
  };
  const [first, second] = [await seen(1, 0.5), await seen(2, -3)];
  expect([first[0], second[0]]).toEqual([0.5, -3]);
  expect((second[1] ?? NaN) / (first[1] ?? NaN)).toBeCloseTo(6, 5);
  expect(await service.ask(subject, { kind: 'fit', weights })).toEqual({ kind: 'fit', unfit: [] });
  // The text goes on, the run stays as it was.
  const wider = { ...subject, source: subject.source.replace('Conv2D(1, 1,', 'Conv2D(2, 1,') };
  expect(await service.ask(wider, { kind: 'fit', weights })).toEqual({ kind: 'fit', unfit: ['conv2d'] });
});
