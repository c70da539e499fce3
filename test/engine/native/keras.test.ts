import { describe, expect, it } from 'vitest';
import { loadNumericFixtures } from '../../helpers/numericFixtures';
import { inChild } from './inChild';
import type { KerasOutcomes } from './runKeras';

const fixtures = new URL('../../oracle/fixtures/numerics.json', import.meta.url).pathname;
const tolerance = 1e-4;

describe.each([
  ['with oneDNN', '1'],
  ['without oneDNN', '0'],
])('the native engine %s', (_, onednn) => {
  it('gives what Keras gives, in one part and in several, and draws TensorFlow’s own random numbers', async () => {
    const env = { TF_ENABLE_ONEDNN_OPTS: onednn, NUMERIC_FIXTURES: fixtures };
    const { cases, draws } = (await inChild('runKeras.ts', env)) as KerasOutcomes;
    expect(cases.filter(({ error }) => !(error < tolerance))).toEqual([]);
    const { cases: wanted, draws: wantedDraws } = loadNumericFixtures();
    expect(new Set(cases.map(({ name }) => name)).size).toBe(wanted.length);
    expect(new Set(cases.map(({ parts }) => parts))).toEqual(new Set([1, 2, 4]));
    expect(draws).toEqual(wantedDraws.map(({ bits }) => bits));
  });
});
