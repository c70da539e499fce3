import { describe, expect, test } from 'vitest';
import { uniformDraws } from '../../server/src/compiler/philox';
import { createReferenceSession } from '../../server/src/compiler/reference/session';
import { scheduledRate } from '../../server/src/compiler/schedules/schedules';
import { functionValue } from '../helpers/compileText';
import { loadNumericFixtures, runNumericCase, type StartSession } from '../helpers/numericFixtures';

const fixtures = loadNumericFixtures();

/** Keras computes in float32, the reference in float64. */
const tolerance = 2e-5;

const startReference: StartSession = (program, variables) =>
  Promise.resolve(createReferenceSession(program, variables));

describe('the reference against Keras', () => {
  test.each(fixtures.cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    for (const parts of [1, 2]) {
      const errors = await runNumericCase(one, startReference, parts);
      expect(errors.filter(({ error }) => !(error < tolerance))).toEqual([]);
    }
  });
});

describe('schedules against Keras', () => {
  test.each(fixtures.schedules.map((one) => [`${one.name} ${JSON.stringify(one.args)}`, one] as const))(
    '%s',
    (_, { name, args, steps, rates }) => {
      const found = steps.map((step) => scheduledRate(functionValue(name, args), step));
      found.forEach((rate, index) => expect(rate).toBeCloseTo(rates[index] ?? NaN, 6));
    },
  );
});

test('uniform draws are those of TensorFlow, bit for bit', () => {
  for (const { seed, salt, bits } of fixtures.draws) {
    const found = uniformDraws(seed, salt, bits.length);
    expect([...new Uint32Array(found.buffer)]).toEqual(bits);
  }
});
