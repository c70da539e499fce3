import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeArguments } from '../../../server/src/language/layers/arguments';
import type {
  ArgumentValue,
  LayerArguments,
  ParameterType,
  ShapeInference,
} from '../../../server/src/language/layers/definition';
import { layerRegistry } from '../../../server/src/language/layers/registry';
import type { Shape } from '../../../server/src/language/model/shape';

const size = fc.option(fc.integer({ min: 1, max: 40 }), { nil: null });
const shape = fc.array(size, { maxLength: 5 });

/** Values that are right, nearly right or nonsense for a parameter; undefined is not known. */
function valueOf(type: ParameterType): fc.Arbitrary<ArgumentValue | undefined> {
  const whole = fc.integer({ min: -3, max: 9 });
  const words =
    type.kind === 'choice'
      ? fc.constantFrom(...type.values)
      : fc.constantFrom('relu', 'he_normal', 'l2', 'max_norm', 'nonsense');
  const kernel = fc.constantFrom<ArgumentValue>(
    [1, -1],
    [
      [1, 2],
      [3, 4],
    ],
    [[[1]]],
  );
  return fc.oneof<fc.Arbitrary<ArgumentValue | undefined>[]>(
    whole,
    whole,
    words,
    words,
    fc.double({ noNaN: false }),
    fc.boolean(),
    fc.constant(null),
    fc.constant(undefined),
    fc.array(whole, { maxLength: 4 }),
    fc.array(fc.array(whole, { maxLength: 3 }), { maxLength: 3 }),
    kernel,
  );
}

function isSound(inference: ShapeInference): boolean {
  if (!inference.ok) return inference.problem.message.length > 0 && inference.problem.message.length <= 80;
  return (
    inference.output === undefined ||
    inference.output.every((each) => each === null || (Number.isSafeInteger(each) && each > 0))
  );
}

describe.each(layerRegistry.all.map((layer) => [layer.name, layer] as const))('%s', (_name, layer) => {
  const args = fc.record(Object.fromEntries(layer.parameters.map(({ name, type }) => [name, valueOf(type)])), {
    requiredKeys: [],
  });
  const count = Math.min(layer.inputs.max, 3);
  const inputs = fc.array(shape, { minLength: layer.inputs.min, maxLength: Math.max(layer.inputs.min, count) });

  it('answers any shapes and arguments without NaN, zero or negative sizes', () => {
    fc.assert(
      fc.property(inputs, args, (shapes, values) => {
        const given = Object.entries(values).map(([name, value]) => ({ name, value }));
        const normalized = normalizeArguments(layer, given);
        for (const { message } of normalized.problems) expect(message.length).toBeLessThanOrEqual(80);
        checkAll(shapes, normalized.args);
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  it('answers unknown arguments with unknown sizes', () => {
    const unknown = Object.fromEntries(layer.parameters.map(({ name }) => [name, undefined]));
    fc.assert(
      fc.property(inputs, (shapes) => checkAll(shapes, unknown)),
      { numRuns: 30, seed: 7 },
    );
  });

  function checkAll(shapes: readonly Shape[], values: LayerArguments): void {
    const inference = layer.inferShape(shapes, values);
    expect(inference).toSatisfy(isSound);
    if (!inference.ok) return;
    const weights = layer.weights?.(shapes, values) ?? [];
    for (const weight of weights)
      expect(weight.shape.every((each) => each === null || (Number.isSafeInteger(each) && each > 0))).toBe(true);
    const texts = [layer.parameterFormula?.(shapes, values), layer.shapeFormula?.(shapes, values)];
    for (const text of texts) expect(text ?? '').not.toMatch(/NaN|undefined|null|-\d/);
    const macs = inference.output === undefined ? null : (layer.macs?.(shapes, inference.output, values) ?? null);
    expect(macs === null || (Number.isFinite(macs) && macs >= 0)).toBe(true);
    const field = layer.receptiveField?.(shapes, values) ?? [];
    if (field !== 'whole')
      for (const step of field)
        expect(step.size >= 1 && step.stride >= 1 && !Number.isNaN(step.before ?? 0)).toBe(true);
  }
});
