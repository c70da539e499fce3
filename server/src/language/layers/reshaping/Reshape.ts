import { grouped } from '../../diagnostics/firstLine';
import { elementCount, formatShape, type Shape } from '../../model/shape';
import type { LayerDefinition, LayerFix, ShapeInference } from '../definition';
import { sizesOf } from '../readers';
import { gives, shapeProblem } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';
import { reshapeTo } from '../shared/reshape';

export const Reshape: LayerDefinition = {
  name: 'Reshape',
  aliases: [],
  category: 'reshaping',
  summary: 'Gives the values of an example another shape, in the same order.',
  parameters: [
    {
      name: 'target_shape',
      type: { kind: 'target-shape' },
      summary: 'The new shape without the batch; one size may be -1 and follows from the rest.',
    },
  ],
  inputs: { min: 1, max: 1 },
  inferShape: ([input = []], args) => {
    const target = sizesOf(args, 'target_shape');
    return target ? reshaped(input, target) : gives(undefined);
  },
  receptiveField: () => 'whole',
  lower: (context, inputs, args) => {
    const input = onlyInput(inputs);
    const inferred = reshaped(input.shape.slice(1), sizesOf(args, 'target_shape') ?? []);
    if (!inferred.ok || inferred.output === undefined) throw new Error('Reshape is lowered before its shape is known.');
    return reshapeTo(
      context,
      input,
      inferred.output.map((size) => size ?? 0),
    );
  },
};

function reshaped(input: Shape, target: readonly number[]): ShapeInference {
  const count = elementCount(input);
  const known = target.filter((size) => size !== -1).reduce((total, size) => total * size, 1);
  const open = target.includes(-1);
  if (count === null) return gives(target.map((size) => (size === -1 ? null : size)));
  if (open && count % known === 0) return gives(target.map((size) => (size === -1 ? count / known : size)));
  if (!open && count === known) return gives(target);
  const wanted = `(${target.join(', ')})`;
  const message = open
    ? `Reshape to ${wanted}: ${grouped(known)} does not divide ${formatShape(input)}'s ${grouped(count)} values`
    : `Reshape to ${wanted} takes ${grouped(known)} values, ${formatShape(input)} has ${grouped(count)}`;
  return shapeProblem(message, fixes(count, target), { argument: 'target_shape', input: 0 });
}

/** One size of the target at a time is left open, where the others divide the count. */
function fixes(count: number, target: readonly number[]): readonly LayerFix[] {
  const found: LayerFix[] = [];
  for (const index of target.keys()) {
    const others = target.filter((size, at) => at !== index && size !== -1).reduce((total, size) => total * size, 1);
    if (count % others !== 0 || target.some((size, at) => size === -1 && at !== index)) continue;
    const sizes = target.map((size, at) => (at === index ? count / others : size));
    found.push({
      kind: 'set',
      argument: 'target_shape',
      value: sizes.length === 1 ? `[${sizes.join()}]` : `(${sizes.join(', ')})`,
    });
  }
  return found.slice(0, 3);
}
