import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tensor } from '../../server/src/engine/backend';
import { runFiles } from '../../server/src/engine/runs/runFolder';
import { runSchemaVersion, writeRunRecord, type RunRecord } from '../../server/src/engine/runs/runRecord';
import { writeSnapshot } from '../../server/src/engine/runs/snapshotStore';

/** What a run of the wasm engine was started with, of which nothing more is known than its name and its text. */
export function madeRecord(run: string, { file, model }: Pick<RunRecord, 'file' | 'model'>): RunRecord {
  return {
    schemaVersion: runSchemaVersion,
    run,
    file,
    source: `model ${model} {}`,
    sourceHash: 'a',
    programHash: 'b',
    dataHash: 'c',
    model,
    train: model,
    seed: 0,
    epochs: 1,
    batchSize: 32,
    limit: null,
    params: 0,
    engine: { name: 'wasm', version: '1', parts: 1, threads: 1, environment: {} },
    imports: {},
    dataFolders: {},
    on: null,
    workspace: null,
    weights: null,
    versions: {},
  };
}

/** Writes a run below `root` that has kept the weights of its first epoch: zeros of these shapes, by name. */
export async function writeKeptRun(
  root: string,
  record: RunRecord,
  shapes: { readonly [weight: string]: readonly number[] },
): Promise<void> {
  const files = runFiles(join(root, '.shapewright/runs', record.run));
  const zeros = (shape: readonly number[]): Tensor => ({
    dtype: 'float32',
    shape,
    data: new Float32Array(shape.reduce((product, size) => product * size, 1)),
  });
  await mkdir(files.snapshots, { recursive: true });
  await writeRunRecord(files.run, record);
  await writeSnapshot(files.snapshots, 1, new Map(Object.entries(shapes).map(([name, shape]) => [name, zeros(shape)])));
}
