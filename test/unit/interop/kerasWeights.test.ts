/** `.weights.h5`: the bytes are read back by our reader; real Keras loads them in `npm run soak -- roundtrip`. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ExportProblem } from '../../../server/src/interop/export/exportProblem';
import { encodeHdf5 } from '../../../server/src/interop/export/weights/hdf5File';
import { kerasLayerOrder } from '../../../server/src/interop/export/weights/kerasLayerOrder';
import { kerasWeightsTarget } from '../../../server/src/interop/export/weights/kerasWeightsTarget';
import { readHdf5 } from '../../../server/src/interop/import/source/hdf5';
import { analyze } from '../../../server/src/language/analyze';
import { importedGraph, readApplications } from '../../helpers/applications';
import { testHost } from '../../helpers/testHost';

const applications = readApplications(join(import.meta.dirname, '../../..'));

const tensor = (shape: readonly number[], first: number) => ({
  dtype: 'float32' as const,
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, index) => first + index / 8),
});

it('writes groups of any width and depth, scalars and odd lengths, each under its path', () => {
  const tensors = new Map(
    Array.from({ length: 300 }, (_, index) => [
      `layers/dense${index === 0 ? '' : `_${index}`}/vars/0`,
      tensor([index % 3, 3].slice(index % 2), index),
    ]),
  );
  tensors.set('top', tensor([], 7));
  const read = readHdf5(encodeHdf5(tensors), 'made.h5');
  // Tensors without a value hold nothing that could be read.
  const wanted = [...tensors].filter(([, { data }]) => data.length > 0);
  expect(new Map([...read].map(([path, { shape, values }]) => [path, [shape, [...values]]]))).toEqual(
    new Map(wanted.map(([path, { shape, data }]) => [path, [shape, [...data]]])),
  );
});

it.each(['InceptionV3', 'NASNetMobile', 'EfficientNetB0'])('has the layers of %s in the order of Keras', (name) => {
  const application = applications.find((each) => each.name === name);
  const { graph, pairs } = importedGraph(name, application?.json ?? '');
  const names = new Map([...pairs].map(([node, imported]) => [node.owner, imported.name]));
  const ours = kerasLayerOrder(graph).map((owner) => names.get(owner));
  expect(ours).toEqual(application?.layers.map(([layer]) => layer));
});

it('goes through several outputs as Keras does, by their names', () => {
  const text = `model Heads {
  image = input 9x9x1
  output kept = image -> Conv2D(2, 3, padding=same)
  output strided = image -> Conv2D(2, 3, strides=3)
  output padded = image -> Conv2D(2, 3, strides=3, padding=same)
}`;
  const [model] = analyze({ uri: 'file:///heads.nn', version: 1, text }, testHost()).models;
  if (model === undefined) throw new Error('the text has no model');
  expect(kerasLayerOrder(model.graph).map(({ path }) => path)).toEqual([
    'image/input',
    'kept/Conv2D',
    'padded/Conv2D',
    'strided/Conv2D',
  ]);
});

it('calls groups by class and place, and says which weight is missing', async () => {
  const text = 'model Net {\n  a = input 4 -> Dense(3)\n  b = input 4 -> Dense(3) -> Dense(3)\n  a + b\n}\n';
  const analysis = analyze({ uri: 'file:///net.nn', version: 1, text }, testHost());
  const [model] = analysis.models;
  if (model === undefined) throw new Error('the text has no model');
  const weights = new Map(
    model.graph.nodes.flatMap(({ owner }, index) =>
      owner.weights.map(({ name, shape }) => [`${owner.path}/${name}`, tensor(shape.map(Number), index)] as const),
    ),
  );
  const request = { analysis, model, train: undefined, file: 'net.nn', name: 'net' };
  const [file] = await kerasWeightsTarget.write({ ...request, weights });
  if (file === undefined || typeof file.content === 'string') throw new Error('no bytes');
  expect(file.suffix).toBe('.weights.h5');
  const read = readHdf5(file.content, 'net.weights.h5');
  expect([...read.keys()].sort()).toEqual(
    ['dense', 'dense_1', 'dense_2'].flatMap((group) => [`layers/${group}/vars/0`, `layers/${group}/vars/1`]),
  );
  // Keras has the layer first that is farthest from the output: that of b, not of a.
  expect([...(read.get('layers/dense/vars/0')?.values ?? [])]).toEqual([
    ...(weights.get('b/Dense/kernel')?.data ?? []),
  ]);
  await expect(kerasWeightsTarget.write({ ...request, weights: new Map() })).rejects.toThrow(ExportProblem);
});
