import { resolve } from 'node:path';
import { initialVariables } from '../../compiler/initializers';
import type { Tensor } from '../../engine/backend';
import { openCheckpoints } from '../../engine/runs/checkpointStore';
import { runFiles } from '../../engine/runs/runFolder';
import { readSafetensors } from '../../engine/runs/safetensors';
import { RunProblem } from '../../engine/runProblem';
import { decodeState } from '../../engine/training/trainingState';
import { modelWeights } from '../../compiler/variables';
import type { ModelGraph } from '../../language/model/graph';
import { runNamed } from '../runRoots';

export interface WeightsChoice {
  /** The name or identifier of a run, and the folder whose runs are meant. */
  readonly run?: string | undefined;
  readonly root: string;
  /** A safetensors file. */
  readonly file?: string | undefined;
  /** For weights as before training. */
  readonly seed: number;
}

export interface ModelWeights {
  readonly weights: ReadonlyMap<string, Tensor>;
  /** What they are, for people: `the best weights of run …`. */
  readonly name: string;
}

/**
 * The weights of a model by path: of a run's best checkpoint, of a file, or as before training. Throws a RunProblem
 * where one is missing or has another shape.
 */
export async function weightsOf(graph: ModelGraph, { run, root, file, seed }: WeightsChoice): Promise<ModelWeights> {
  const wanted = modelWeights(graph, new Set()).map(({ variable }) => variable);
  if (run === undefined && file === undefined) {
    const program = { name: graph.name, variables: wanted, functions: {}, separable: true };
    return { weights: initialVariables(program, seed), name: 'the weights before training' };
  }
  const { tensors, name } = file === undefined ? await ofRun(root, run ?? '') : await ofFile(file);
  const weights = new Map<string, Tensor>();
  for (const variable of wanted) {
    const tensor = tensors.get(variable.name);
    if (tensor === undefined) throw misfit(name, `It has no ${variable.name}.`);
    if (tensor.shape.join('x') !== variable.shape.join('x'))
      throw misfit(name, `Its ${variable.name} is ${tensor.shape.join('x')}, the model's ${variable.shape.join('x')}.`);
    weights.set(variable.name, tensor);
  }
  return { weights, name };
}

async function ofFile(file: string): Promise<{ readonly tensors: ReadonlyMap<string, Tensor>; readonly name: string }> {
  const { tensors } = await readSafetensors(resolve(file));
  return { tensors, name: file };
}

async function ofRun(
  root: string,
  name: string,
): Promise<{ readonly tensors: ReadonlyMap<string, Tensor>; readonly name: string }> {
  const { run, folder } = await runNamed(root, name);
  const checkpoints = openCheckpoints(runFiles(folder).checkpoints);
  const checkpoint = (await checkpoints.load('best')) ?? (await checkpoints.load('last'));
  if (checkpoint === undefined) {
    throw new RunProblem('run/export', {
      message: `The run ${run} has no weights`,
      reason: 'It has left no usable checkpoint.',
      nextStep: 'Resume it, or name another one.',
    });
  }
  return { tensors: decodeState(checkpoint.content).variables, name: `the best weights of run ${run}` };
}

function misfit(name: string, reason: string): RunProblem {
  return new RunProblem('run/weights-file', {
    message: `The weights of ${name} are not those of this model`,
    reason,
    nextStep: 'Name a run or a file of this model as it stands in the text.',
  });
}
