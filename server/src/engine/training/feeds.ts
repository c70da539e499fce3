import type { Program, ProgramFunction } from '../../compiler/program';
import type { Tensor } from '../backend';
import { seedWord } from './random';

/** Throws where the compiler made no such function. */
export function programFunction(program: Program, name: string): ProgramFunction {
  const found = program.functions[name];
  if (found === undefined) throw new TypeError(`the program has no function "${name}"`);
  return found;
}

/** A training step's feeds: the batch, the learning rate, and the seed of the step (run seed mixed, global step). */
export function stepFeeds(
  program: Program,
  batch: ReadonlyMap<string, Tensor>,
  step: { readonly rate: number; readonly seed: number; readonly globalStep: number },
): ReadonlyMap<string, Tensor> {
  const scalars = new Map<string, Tensor>([
    ['learning_rate', { dtype: 'float32', shape: [], data: Float32Array.of(step.rate) }],
    ['seed', { dtype: 'int32', shape: [2], data: Int32Array.of(seedWord(step.seed, 'step'), step.globalStep) }],
  ]);
  const feeds = new Map<string, Tensor>();
  for (const { name } of programFunction(program, 'train').feeds) {
    const tensor = batch.get(name) ?? scalars.get(name);
    if (tensor === undefined) throw new TypeError(`nothing to feed to "${name}"`);
    feeds.set(name, tensor);
  }
  return feeds;
}
