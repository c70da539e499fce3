/** A .keras archive with its weights, beside what Keras gives for it. `kerasArchive.py` makes the fixtures. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compilePrediction } from '../../server/src/compiler/compile';
import { createNativeEngine } from '../../server/src/engine/native/nativeEngine';
import { importModel } from '../../server/src/interop/import/importModel';
import { analyze } from '../../server/src/language/analyze';
import { planOf } from '../helpers/compileText';
import { testHost } from '../helpers/testHost';

const folder = join(import.meta.dirname, 'fixtures');
const { input, values } = JSON.parse(readFileSync(join(folder, 'smallKeras.json'), 'utf8')) as {
  readonly input: readonly number[];
  readonly values: readonly number[];
};

it('gives what it gives in Keras', async () => {
  const { text, weights } = await importModel({
    name: 'small.keras',
    bytes: readFileSync(join(folder, 'small.keras')),
  });
  const [model] = analyze({ uri: 'file:///small.nn', version: 1, text }, testHost()).models;
  if (model === undefined || weights === undefined) throw new Error('the archive gives no model with weights');
  const program = compilePrediction(model.graph, planOf(model.graph, {}));
  const session = await (await createNativeEngine()).load(program, { variables: weights });
  const feed = { dtype: 'float32', shape: [1, 8, 8, 3], data: Float32Array.from(input) } as const;
  const [output] = [...(await session.run('predict', new Map([[model.graph.inputs[0]?.path ?? '', feed]]))).values()];
  await session.dispose();
  expect(output?.data.length).toBe(values.length);
  values.forEach((value, index) => expect(Math.abs((output?.data[index] ?? NaN) - value)).toBeLessThan(1e-5));
});
