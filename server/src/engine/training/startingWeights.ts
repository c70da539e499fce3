/** `weights:` of a train block: those of a named set-up's latest run, or of a file, taken where name and shape agree. */
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Program } from '../../compiler/program';
import type { TrainSettings } from '../../language/model/trainSettings';
import type { Tensor } from '../backend';
import { RunProblem } from '../runProblem';
import { openCheckpoints } from '../runs/checkpointStore';
import { runFiles } from '../runs/runFolder';
import { readRunRecord } from '../runs/runRecord';
import { readSafetensors } from '../runs/safetensors';
import { decodeState } from './trainingState';

export interface WeightPlaces {
  /** Of the document: files are relative to it. */
  readonly folder: string;
  /** All runs of the workspace. */
  readonly runs: string;
}

/** The variables with the weights put in, and a sentence about those that found no match. */
export async function applyStartingWeights(
  program: Program,
  variables: ReadonlyMap<string, Tensor>,
  wanted: NonNullable<TrainSettings['weights']>,
  places: WeightPlaces,
): Promise<{ readonly values: ReadonlyMap<string, Tensor>; readonly message: string | undefined }> {
  const found = wanted.kind === 'file' ? await fromFile(resolve(places.folder, wanted.path)) : await fromRun(wanted.name, places.runs);
  const values = new Map(variables);
  const unmatched: string[] = [];
  for (const { name, role } of program.variables) {
    if (role !== 'weight') continue;
    const tensor = found.get(name);
    if (tensor !== undefined && sameShape(tensor, variables.get(name))) values.set(name, tensor);
    else unmatched.push(name);
  }
  const message = `These weights start anew, nothing of the same name and shape was found: ${unmatched.join(', ')}`;
  return { values, message: unmatched.length === 0 ? undefined : message };
}

async function fromFile(file: string): Promise<ReadonlyMap<string, Tensor>> {
  return (await readSafetensors(file)).tensors;
}

/** The best checkpoint of the latest run of a set-up, else its last one. Runs sort by time. */
async function fromRun(train: string, runs: string): Promise<ReadonlyMap<string, Tensor>> {
  const names = (await readdir(runs).catch(() => [])).sort().reverse();
  for (const name of names) {
    const files = runFiles(join(runs, name));
    if ((await readRunRecord(files.run))?.train !== train) continue;
    const checkpoints = openCheckpoints(files.checkpoints);
    const checkpoint = (await checkpoints.load('best')) ?? (await checkpoints.load('last'));
    if (checkpoint !== undefined) return decodeState(checkpoint.content).variables;
  }
  throw new RunProblem('run/weights', {
    message: `There is no run of "${train}" to take weights from`,
    reason: 'No run of this set-up has left a checkpoint in this workspace.',
    nextStep: `Train ${train} first.`,
  });
}

function sameShape(a: Tensor, b: Tensor | undefined): boolean {
  return b !== undefined && a.dtype === b.dtype && a.shape.length === b.shape.length && a.shape.every((size, axis) => size === b.shape[axis]);
}
