import type { Value } from '../lowering';

/** The one input of a layer; the graph has checked that it is there. */
export function onlyInput(inputs: readonly Value[]): Value {
  const [input] = inputs;
  if (input === undefined) throw new Error('A layer is lowered without its input.');
  return input;
}
