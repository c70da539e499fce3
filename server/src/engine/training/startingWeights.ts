/** Weights taken over: those of a set-up's latest run, of a run, or of a file, layer by layer where path and shapes agree. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Program, Variable } from '../../compiler/program';
import type { TrainSettings } from '../../language/model/trainSettings';
import type { CarriedLayer } from '../../protocol/runEvents';
import type { Tensor } from '../backend';
import { RunProblem } from '../runProblem';
import { openCheckpoints } from '../runs/checkpointStore';
import { systemDisk } from '../runs/disk';
import { runFiles } from '../runs/runFolder';
import { readRunRecord } from '../runs/runRecord';
import { readSafetensors } from '../runs/safetensors';
import { decodeState, isState } from './trainingState';

export interface WeightPlaces {
  /** Of the document: files are relative to it. */
  readonly folder: string;
  /** All runs of the workspace. */
  readonly runs: string;
}

export interface StartingWeights {
  /** All variables, with the weights put in that were taken over. */
  readonly values: ReadonlyMap<string, Tensor>;
  readonly layers: readonly CarriedLayer[];
}

type WantedWeights = NonNullable<TrainSettings['weights']>;

/** What `--weights` names: a file where there is one, else a run or a set-up. */
export function namedWeights(text: string, folder: string): WantedWeights {
  return existsSync(resolve(folder, text)) ? { kind: 'file', path: text } : { kind: 'run', name: text };
}

/** A layer is taken over whole or not at all: half a layer would be neither the old nor a new one. */
export async function applyStartingWeights(
  program: Program,
  variables: ReadonlyMap<string, Tensor>,
  wanted: WantedWeights,
  places: WeightPlaces,
): Promise<StartingWeights> {
  const found =
    wanted.kind === 'file'
      ? await fromFile(resolve(places.folder, wanted.path))
      : await fromRun(wanted.name, places.runs);
  const values = new Map(variables);
  const layers = weightsByLayer(program).map(([layer, weights]): CarriedLayer => {
    const reason = weights.map((weight) => mismatch(weight, found.get(weight.name))).find((text) => text !== undefined);
    if (reason !== undefined) return { layer, taken: false, reason };
    for (const { name } of weights) {
      const tensor = found.get(name);
      if (tensor !== undefined) values.set(name, tensor);
    }
    return { layer, taken: true };
  });
  return { values, layers };
}

function weightsByLayer(program: Program): readonly (readonly [string, readonly Variable[]])[] {
  const layers = new Map<string, Variable[]>();
  for (const variable of program.variables) {
    if (variable.role !== 'weight') continue;
    const layer = variable.name.slice(0, Math.max(0, variable.name.lastIndexOf('/')));
    layers.set(layer, [...(layers.get(layer) ?? []), variable]);
  }
  return [...layers];
}

/** Why a weight cannot be taken over; undefined where it can. */
function mismatch({ name, dtype, shape }: Variable, tensor: Tensor | undefined): string | undefined {
  const own = name.slice(name.lastIndexOf('/') + 1);
  if (tensor === undefined) return `there is no ${own} for it`;
  if (tensor.dtype === dtype && tensor.shape.join() === shape.join()) return undefined;
  return `${own} is [${shape.join(', ')}] here and [${tensor.shape.join(', ')}] there`;
}

/** A file of weights, or a checkpoint, whose variables have a prefix. */
async function fromFile(file: string): Promise<ReadonlyMap<string, Tensor>> {
  const content = await readSafetensors(file);
  return isState(content) ? decodeState(content).variables : content.tensors;
}

/**
 * The best checkpoint of a run, or of the latest run of a set-up that has one, else its last. Where neither is called
 * so, a run goes by the end or the beginning of its name, and `last` is the newest of all. Names sort by time.
 */
async function fromRun(wanted: string, runs: string): Promise<ReadonlyMap<string, Tensor>> {
  const names = [...(await systemDisk.list(runs))].sort().reverse();
  const part = wanted.toUpperCase();
  const fits: readonly ((name: string) => boolean | Promise<boolean>)[] = [
    async (name) => name === wanted || (await readRunRecord(runFiles(join(runs, name)).run))?.train === wanted,
    (name) => wanted === 'last' || name.startsWith(part) || name.endsWith(part),
  ];
  for (const isWanted of fits) {
    for (const name of names) {
      if (!(await isWanted(name))) continue;
      const checkpoints = openCheckpoints(runFiles(join(runs, name)).checkpoints);
      const checkpoint = (await checkpoints.load('best')) ?? (await checkpoints.load('last'));
      if (checkpoint !== undefined) return decodeState(checkpoint.content).variables;
    }
  }
  throw new RunProblem('run/weights', {
    message: `There is no run of "${wanted}" to take weights from`,
    reason: 'No run of this set-up or name has left a checkpoint in this workspace.',
    nextStep: `Train ${wanted} first, or name a safetensors file.`,
  });
}
