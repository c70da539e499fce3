/**
 * Models that were exported as Keras scripts, run by real Keras and imported again from what it says of them.
 * `comeBack.py` makes the fixture from the scripts that `kerasScript.test.ts` holds the export to; all models, and
 * archives with their weights: `npm run soak -- roundtrip`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createNativeEngine } from '../../server/src/engine/native/nativeEngine';
import { fixture, importedGraph, madeInput, madeWeights } from '../helpers/applications';
import { summaryDifferences, relativeDifference } from '../interop/comeBack';
import { programCases } from '../interop/exportCases';
import { predicted } from '../interop/referenceOutputs';

const root = join(import.meta.dirname, '../..');
const cases = fixture(root, 'comeBack.json.gz') as readonly {
  readonly name: string;
  readonly json: string;
  readonly values: readonly number[];
}[];
const programs = programCases(root);

it.each(cases)('$name comes back with its summary, and both give what Keras gives', async ({ name, json, values }) => {
  const script = readFileSync(join(root, `test/interop/fixtures/${name}.py`), 'utf8');
  const model = /^"""(\w+), exported/.exec(script)?.[1] ?? '';
  const sent = programs.find((each) => each.name === `samples_${name}_${model}`)?.model.graph;
  if (sent === undefined) throw new Error(`there is no sample ${name} with the model ${model}`);
  const back = importedGraph(name, json);
  expect(back.notes).toEqual([]);
  expect(summaryDifferences(sent, back.graph)).toEqual([]);
  const engine = await createNativeEngine();
  const inputs = [madeInput([1, ...(sent.inputs[0]?.output ?? []).map(Number)])];
  for (const [graph, weights] of [
    [sent, madeWeights(sent, ({ owner }) => owner.path.replaceAll('/', '.'))],
    [back.graph, madeWeights(back.graph, (node) => back.pairs.get(node)?.name ?? '')],
  ] as const) {
    const [output] = [...(await predicted(graph, engine, { weights, inputs })).values()];
    expect(output?.data.length).toBe(values.length);
    expect(relativeDifference([...(output?.data ?? [])], values)).toBeLessThan(1e-5);
  }
});
