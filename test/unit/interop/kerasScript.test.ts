/** The Keras script of a model: readable, and the same model. `npm run soak -- roundtrip` runs it in real Keras. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ExportProblem } from '../../../server/src/interop/export/exportProblem';
import { kerasScript } from '../../../server/src/interop/export/keras/kerasScript';
import { analyze } from '../../../server/src/language/analyze';
import { programData } from '../../helpers/programData';
import { testHost } from '../../helpers/testHost';

const root = join(import.meta.dirname, '../../..');

function scriptOf(text: string, file = 'made.nn'): string {
  const co2 = programData['co2-weekly.csv'];
  const host = testHost({}, { ...programData, ...(co2 && { 'data/co2-weekly.csv': co2 }) });
  const analysis = analyze({ uri: `file:///${file}`, version: 1, text }, host);
  const [model] = analysis.models;
  if (model === undefined) throw new Error('the text has no model');
  const train = analysis.trains.find((each) => each.model === model);
  return kerasScript({ analysis, model, train, file });
}

it.each(['samples/mnist.nn', 'samples/residual.nn', 'samples/forecast.nn', 'test/fixtures/programs/unet.nn'])(
  'writes %s as a person would',
  async (file) => {
    const name = file.split('/').at(-1) ?? '';
    await expect(scriptOf(readFileSync(join(root, file), 'utf8'), name)).toMatchFileSnapshot(
      `../../interop/fixtures/${name.replace('.nn', '.py')}`,
    );
  },
);

it('makes one function of the uses of a block that differ in arguments, with its own parameter names', () => {
  const script = scriptOf(`
block Stage(filters, count) {
  in -> Conv2D(filters, 3) * count -> MaxPool2D(2)
}
model Net {
  input 64x64x3 -> Stage(8, 2) -> Stage(16, 3)
}`);
  expect(script).toContain('def stage(x, count, filters, name):');
  expect(script).toContain('for each in numbered(f"{name}.Conv2D", count):');
  expect(script).toContain('x = stage(x, count=3, filters=16, name="Stage.2")');
  expect(script.match(/def stage/g)).toHaveLength(1);
});

it('keeps uses of a block apart whose guards differ', () => {
  const script = scriptOf(`
block Unit(norm=true) {
  in -> Conv2D(4, 3) -> BatchNormalization if norm
}
model Net {
  input 32x32x3 -> Unit -> Unit(norm=false)
}`);
  expect(script).toContain('def unit(x, name):');
  expect(script).toContain('def unit_2(x, name):');
});

it('makes a layer that is used twice once, and overwrites no tensor that is still needed', () => {
  const script = scriptOf(`
model Twins {
  layer eye = Dense(4)
  a = input 8
  b = input 8
  left = a -> eye
  right = b -> eye
  left - right -> Add(left) -> Dense(1)
}`);
  expect(script.match(/layers\.Dense\(4/g)).toHaveLength(1);
  expect(script).toContain('left = eye_layer(a)');
  expect(script).toContain('right = eye_layer(b)');
  expect(script).toMatch(/layers\.Add\(name="Add"\)\(\[[a-z]+, left\]\)/);
});

it('writes functions with arguments, fixed kernels and layers that Keras has not', () => {
  const script = scriptOf(`
kernel edge = [-1, 0, 1]
model Net {
  input 16x1 -> Conv1D(kernel=edge) -> Conv1D(4, 3, activation=leaky_relu(0.1), kernel_regularizer=l2(1e-4))
    -> CELU(0.5) -> L2Pool1D(2) -> ReduceMean(axis=1)
}`);
  expect(script).toContain('kernel = np.array([-1, 0, 1], "float32")');
  expect(script).toContain('activation=layers.LeakyReLU(negative_slope=0.1)');
  expect(script).toContain('kernel_regularizer=regularizers.L2(l2=1e-4)');
  expect(script).toContain('return keras.activations.celu(x, alpha=0.5)');
  expect(script).toContain('class L2Pool1D(layers.Layer):');
  expect(script).toContain('ReduceMean(axis=1, name="ReduceMean")');
});

it.each([
  ['16x3', 'L2Pool1D', 'self.pool_size = (pool_size,) * 1 if'],
  ['8x8x3', 'L2Pool2D', 'self.pool_size = (pool_size,) * 2 if'],
  ['4x4x4x3', 'L2Pool3D', 'self.pool_size = (pool_size,) * 3 if'],
  ['8x8x3', 'LayerScale', 'self.gamma = self.add_weight(name="gamma", shape=(shape[-1],), initializer=start)'],
])('brings the layer along that Keras has not: of %s, %s', (input, layer, line) => {
  const script = scriptOf(`model Net {\n  input ${input} -> ${layer}\n}`);
  expect(script).toContain(`class ${layer}(layers.Layer):`);
  expect(script).toContain(line);
});

it('names what cannot be written', () => {
  expect(() => scriptOf('model Net {\n  input 8 -> Conv2D(4, 3)\n}')).toThrow(ExportProblem);
  const drawn = 'data disc = shapes.circle(size=8)\nmodel Net {\n  input disc -> Flatten -> Dense(1)\n}\n';
  const train = 'train Net on disc {\n  loss: mse\n  target: image\n}';
  expect(() => scriptOf(drawn + train)).toThrow(/shapes\.circle, which Shapewright draws itself/);
});
