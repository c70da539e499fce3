/** The formats besides Keras's script; `npm run soak -- roundtrip` runs them in the tools that they are for. */
import { BinaryReader } from 'google-protobuf';
import { expect, it } from 'vitest';
import { exportTargets } from '../../../server/src/cli/export/targets';
import { weightsOf } from '../../../server/src/cli/export/weightsOf';
import type { ExportedFile } from '../../../server/src/interop/export/exportTarget';
import { onnxModel } from '../../../server/src/interop/export/onnx/onnxModel';
import { predictProgram } from '../../../server/src/interop/export/program/predictProgram';
import { texText } from '../../../server/src/interop/export/tables/latexTarget';
import { analyze } from '../../../server/src/language/analyze';
import { testHost } from '../../helpers/testHost';

const net = `
model Net {
  input 8x8x3 -> Conv2D(4, 3, padding=same, strides=2, activation=relu) -> BatchNormalization -> MaxPool2D(2)
    -> Flatten -> Dense(2, activation=softmax)
}
`;

function analyzed(text: string) {
  const analysis = analyze({ uri: 'file:///net.nn', version: 1, text }, testHost());
  const [model] = analysis.models;
  if (model === undefined) throw new Error('the text has no model');
  return { analysis, model };
}

async function exported(text: string, to: string): Promise<readonly ExportedFile[]> {
  const { analysis, model } = analyzed(text);
  const { weights } = await weightsOf(model.graph, { root: '.', seed: 0 });
  const target = exportTargets.find(({ name }) => name === to);
  if (target === undefined) throw new Error(`there is no target ${to}`);
  return target.write({ analysis, model, train: undefined, weights, file: 'net.nn', name: 'net' });
}

async function onnxOf(text: string) {
  const { model } = analyzed(text);
  const { weights } = await weightsOf(model.graph, { root: '.', seed: 0 });
  return onnxModel(predictProgram(model, 'onnx').predict, model.graph.name, weights);
}

it('writes an ONNX graph whose images are turned once, with biases in the convolutions', async () => {
  const { nodes, initializers, inputs, outputs } = await onnxOf(net);
  const operations = nodes.map(({ op }) => op);
  expect(operations.slice(0, 3)).toEqual(['Transpose', 'Conv', 'Relu']);
  expect(operations.filter((op) => op === 'Transpose')).toHaveLength(2);
  const convolution = nodes.find(({ op }) => op === 'Conv');
  expect(convolution?.inputs.slice(1)).toEqual(['Conv2D/kernel', 'Conv2D/bias']);
  expect(convolution?.attributes['pads']).toEqual([0, 0, 1, 1]);
  expect(initializers.find(({ name }) => name === 'Conv2D/kernel')?.shape).toEqual([4, 3, 3, 3]);
  expect(inputs).toEqual([{ name: 'input', type: 'float32', shape: [null, 8, 8, 3] }]);
  expect(outputs).toEqual([{ name: 'Net', type: 'float32', shape: [null, 2] }]);
});

it('writes protocol buffers that can be read: version, producer, graph, operators', async () => {
  const [file] = await exported(net, 'onnx');
  if (file === undefined || typeof file.content === 'string') throw new Error('no bytes');
  const reader = new BinaryReader(file.content);
  const fields = new Map<number, unknown>();
  while (reader.nextField()) {
    const field = reader.getFieldNumber();
    if (field === 1) fields.set(field, reader.readInt64());
    else if (field === 2) fields.set(field, reader.readString());
    else {
      fields.set(field, true);
      reader.skipField();
    }
  }
  expect([...fields]).toEqual([
    [1, 8],
    [2, 'shapewright'],
    [7, true],
    [8, true],
  ]);
});

it('serves a SavedModel by the names of the language', async () => {
  const [file] = await exported(net, 'savedmodel');
  expect(file?.suffix).toBe('/saved_model.pb');
  const text = Buffer.from(file?.content ?? '').toString('latin1');
  expect(text).toContain('serving_default');
  expect(text).toContain('tensorflow/serving/predict');
});

it('writes a PyTorch module with its channels first inside, and where its weights come from', async () => {
  const [file] = await exported(net, 'pytorch');
  expect(file?.content).toContain('self.Conv2D = nn.Conv2d(3, 4, 3, stride=2)');
  expect(file?.content).toContain('x = F.relu(self.Conv2D(F.pad(inputs, (0, 1, 0, 1))))  # 4x4x4');
  expect(file?.content).toContain('x = x.movedim(1, -1).flatten(1)  # 16');
  expect(file?.content).toContain('"Dense.weight": ("Dense/kernel", linear_kernel),');
});

it('says which layer PyTorch has not', async () => {
  await expect(exported('model Net {\n  input 8x8x3 -> RandomFlip\n}', 'pytorch')).rejects.toThrow(
    /RandomFlip \(RandomFlip\): it acts in training alone/,
  );
});

it('writes the summary as tables', async () => {
  const [markdown] = await exported(net, 'markdown');
  expect(markdown?.content).toContain('| Conv2D             | Conv2D             | 4 × 4 × 4 |        112 |');
  const [latex] = await exported(net, 'latex');
  expect(latex?.content).toContain('    Conv2D & Conv2D & 4 $\\times$ 4 $\\times$ 4 & 112 \\\\');
  expect(texText('a_b%{\\}')).toBe('a\\_b\\%\\{\\textbackslash{}\\}');
});
