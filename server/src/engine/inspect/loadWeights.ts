import { join } from 'node:path';
import { initialVariables } from '../../compiler/initializers';
import type { Program } from '../../compiler/program';
import type { InspectSubject, WeightsChoice } from '../../protocol/inspectMessages';
import type { Tensor } from '../backend';
import { RunProblem } from '../runProblem';
import { openCheckpoints } from '../runs/checkpointStore';
import { runFiles } from '../runs/runFolder';
import { readSafetensors, readSafetensorsShapes } from '../runs/safetensors';
import { snapshotName } from '../runs/snapshotStore';
import { decodeState } from '../training/trainingState';
import { createByteCache, type ByteCache } from './byteCache';

/** Weights by their names, made or read once. */
export interface WeightStore {
  /** Names the weights of a choice as they are now: a run that still trains replaces its checkpoint. */
  origin(runs: string, choice: WeightsChoice): Promise<string>;
  /**
   * The weights of these names. Those that a run does not have in this shape, because the text has changed since,
   * are as before training.
   */
  load(model: ModelWeights, choice: WeightsChoice, names: ReadonlySet<string>): Promise<ReadonlyMap<string, Tensor>>;
  /** The names of the weights that a run does not have in this shape. */
  unfit(model: ModelWeights, choice: WeightsChoice): Promise<ReadonlySet<string>>;
}

export interface ModelWeights {
  readonly key: string;
  readonly program: Program;
  readonly seed: number;
  /** The folder of all runs. */
  readonly runs: InspectSubject['runs'];
}

const madeBudget = 768 * 1024 ** 2;
const readBudget = 512 * 1024 ** 2;

export function createWeightStore(): WeightStore {
  const made = createByteCache<Tensor>(madeBudget);
  const read = createByteCache<ReadonlyMap<string, Tensor>>(readBudget);
  return {
    origin: originOf,
    load: async (model, choice, names) => {
      const stored = choice.kind === 'initial' ? undefined : await readRun(model.runs, choice, read);
      const wanted = model.program.variables.filter(({ name }) => names.has(name));
      return new Map(
        wanted.map((variable) => {
          return [variable.name, fitting(stored, variable) ?? initial(model, variable, made)];
        }),
      );
    },
    unfit: async ({ program, runs }, choice) => {
      if (choice.kind === 'initial') return new Set();
      const stored = await shapesOf(runs, choice, read);
      return new Set(
        program.variables.filter((variable) => fitting(stored, variable) === undefined).map(({ name }) => name),
      );
    },
  };
}

/** Of a file the header alone: many runs may be asked which of them fits. */
async function shapesOf(
  runs: string,
  choice: Exclude<WeightsChoice, { kind: 'initial' }>,
  cache: ByteCache<ReadonlyMap<string, Tensor>>,
): Promise<ReadonlyMap<string, Shaped>> {
  if (choice.kind === 'checkpoint') return readRun(runs, choice, cache);
  const origin = await originOf(runs, choice);
  return cache.get(origin) ?? readSafetensorsShapes(origin);
}

type Shaped = Pick<Tensor, 'dtype' | 'shape'>;

function fitting<Stored extends Shaped>(
  stored: ReadonlyMap<string, Stored> | undefined,
  { name, shape, dtype }: Program['variables'][number],
): Stored | undefined {
  const found = stored?.get(name);
  return found?.shape.join('x') === shape.join('x') && found.dtype === dtype ? found : undefined;
}

/** Each variable has draws of its own: one alone is as it is among all. */
function initial(
  { key, program, seed }: ModelWeights,
  variable: Program['variables'][number],
  made: ByteCache<Tensor>,
): Tensor {
  const name = `${key}\n${variable.name}`;
  const known = made.get(name);
  if (known !== undefined) return known;
  const value = initialVariables({ ...program, variables: [variable] }, seed).get(variable.name);
  if (value === undefined) throw new Error(`${variable.name} has no initial value`);
  made.set(name, value, value.data.byteLength);
  return value;
}

async function originOf(runs: string, choice: WeightsChoice): Promise<string> {
  if (choice.kind === 'initial') return 'initial';
  if (choice.kind === 'file') return choice.file;
  const files = runFiles(join(runs, choice.run));
  if (choice.kind === 'epoch') return join(files.snapshots, snapshotName(choice.epoch));
  const known = await openCheckpoints(files.checkpoints).list();
  return (known.find(({ best }) => best) ?? known[0])?.file ?? files.checkpoints;
}

/** A file is written once under its name, so that it never has to be read again. */
async function readRun(
  runs: string,
  choice: Exclude<WeightsChoice, { kind: 'initial' }>,
  cache: ByteCache<ReadonlyMap<string, Tensor>>,
): Promise<ReadonlyMap<string, Tensor>> {
  const origin = await originOf(runs, choice);
  const known = cache.get(origin);
  if (known !== undefined) return known;
  const tensors =
    choice.kind === 'checkpoint'
      ? await readCheckpoint(runFiles(join(runs, choice.run)).checkpoints)
      : (await readSafetensors(origin)).tensors;
  cache.set(
    origin,
    tensors,
    [...tensors.values()].reduce((bytes, { data }) => bytes + data.byteLength, 0),
  );
  return tensors;
}

async function readCheckpoint(folder: string): Promise<ReadonlyMap<string, Tensor>> {
  const store = openCheckpoints(folder);
  const checkpoint = (await store.load('best')) ?? (await store.load('last'));
  if (checkpoint !== undefined) return decodeState(checkpoint.content).variables;
  throw new RunProblem('inspect/checkpoint', {
    message: 'The run has no checkpoint',
    reason: `${folder} holds none that is whole.`,
    nextStep: 'Choose another run or epoch.',
  });
}
