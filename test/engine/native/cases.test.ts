import { describe, expect, it } from 'vitest';
import { operations } from '../../../server/src/compiler/operations/registry';
import { writtenOperations } from '../../../server/src/engine/native/operations/registry';
import { inChild } from './inChild';
import type { CaseOutcome } from './runCases';

/** float32 against float64, sums of up to 300 terms. */
const tolerance = 3e-5;

it('writes every operation of the catalogue', () => {
  expect([...writtenOperations].sort()).toEqual(operations.map(({ name }) => name).sort());
});

describe.each([
  ['with oneDNN', '1'],
  ['without oneDNN', '0'],
])('operations %s', (_, onednn) => {
  it('give what the float64 catalogue gives', async () => {
    const outcomes = (await inChild('runCases.ts', { TF_ENABLE_ONEDNN_OPTS: onednn })) as readonly CaseOutcome[];
    expect(
      outcomes.filter(({ error, failure }) => failure !== undefined || error === undefined || error > tolerance),
    ).toEqual([]);
    const covered = new Set(outcomes.map(({ op }) => op));
    const made = ['Placeholder', 'ReadVariableOp', 'Const'];
    expect(operations.map(({ name }) => name).filter((name) => !covered.has(name) && !made.includes(name))).toEqual([]);
  });
});
