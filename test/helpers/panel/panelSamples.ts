import { cellFixture, confusionFixture, runRows } from './runsFixture';
import { pictureOf } from './graphFixture';
import { runFixture } from './runFixture';

const training = { uri: 'file:///w/mnist.nn', train: 'fast' };
const graph = { uri: 'file:///w/m.nn', model: 'M' };
const events = runFixture({ epochs: 2, steps: 20, until: 40, complete: true });
const picture = pictureOf(
  'block Pair(n) {\n  in -> Dense(n) -> ReLU\n}\n\nmodel M {\n  input 4 -> Pair(3) * 2 -> Softmax\n}\n',
);

const about = { path: 'Conv2D', height: 4, width: 5 };
const layer = {
  path: 'input',
  name: 'input_layer',
  type: 'InputLayer',
  shape: [6, 7, 1],
  params: 0,
  inputs: [],
  field: { size: [1, 1], stride: [1, 1], offset: [0, 0] },
};
const window = { size: [3, 3], dilation: [1, 1] };
const convolution = {
  ...layer,
  path: 'Conv2D',
  name: 'conv2d',
  type: 'Conv2D',
  shape: [4, 5, 2],
  params: 20,
  inputs: ['input'],
  field: { size: [3, 3], stride: [1, 1], offset: [0, 0] },
  window: { ...window, operation: 'convolution', stride: [1, 1], before: [0, 0] },
  kernel: [3, 3, 1, 2],
  activation: 'relu',
  span: { start: 10, end: 20 },
};
const floats = (length: number): Float32Array => Float32Array.from({ length }, (_, index) => Math.sin(index));
const maps = { low: floats(2), high: floats(2), mean: floats(2), zeros: floats(2) };
const inspectAnswers = [
  { kind: 'thumbnail', ...about, drawn: true, channels: 1, values: new Uint8Array(20) },
  { kind: 'features', ...about, count: 2, values: new Uint8Array(40), ...maps },
  { kind: 'map', ...about, map: 0, values: floats(20) },
  { kind: 'filters', path: 'Conv2D', shape: [3, 3, 1, 2], values: floats(18), bias: floats(2) },
  {
    kind: 'window',
    path: 'Conv2D',
    operation: 'convolution',
    unit: [1, 1],
    channel: 0,
    start: [1, 1],
    ...window,
    firstChannel: 0,
    channels: 1,
    values: floats(9),
    inside: new Uint8Array(9).fill(1),
    kernel: floats(9),
    bias: 0.5,
    sum: 1,
    activation: 'relu',
    output: 1,
  },
  { kind: 'fit', unfit: ['conv2d'] },
  { kind: 'scores', outputs: [{ name: 'Net', values: floats(3), classes: ['a', 'b', 'c'] }] },
  { kind: 'example', truth: { index: 1, name: 'b' } },
];

const dataStage = {
  text: 'mnist',
  kind: 'source',
  target: 'label',
  parts: [
    { name: 'image', shape: [4, 5, 1], type: 'uint8', range: [0, 255] },
    { name: 'label', shape: [], type: 'class', range: [0, 1], classes: ['a', 'b'] },
  ],
};
const dataAnswers = [
  { kind: 'classes', examples: { train: 3, validation: 0, test: 2 }, counts: Int32Array.of(2, 1) },
  {
    kind: 'pictures',
    channels: 1,
    sizes: Int32Array.of(4, 5, 4, 5, 4, 5),
    real: Int32Array.of(4, 5, 4, 5, 4, 5),
    pixels: new Uint8Array(60).fill(90),
    labels: Int32Array.of(0, 0, 1),
    low: 0,
    high: 1,
    adapted: 0,
  },
  {
    kind: 'series',
    columns: ['co2'],
    values: floats(30),
    every: 1,
    rows: 30,
    trained: 20,
    window: { length: 4, horizon: 2, stride: 1 },
  },
  {
    kind: 'columns',
    rows: 3,
    columns: [{ name: 'x', type: 'number', shape: [], gaps: 1, low: 0, mean: 1, high: 2, first: ['0', '', '2'] }],
  },
  { kind: 'fetched' },
];

/** Good messages of every kind that a panel takes. */
export const panelSamples = {
  training: [
    { type: 'snapshot', title: 'Digits · fast', target: training, state: 'training', events },
    { type: 'append', state: 'training', events: events.slice(-3) },
    {
      type: 'append',
      state: 'failed',
      error: { code: 'engine/killed', message: 'Killed', cause: 'It was.', nextStep: 'Train again.' },
      events: [],
    },
    { type: 'runs', runs: runRows },
    { type: 'overlay', run: runRows[1]?.run ?? '', events },
    { type: 'confusion', confusion: confusionFixture() },
    { type: 'cell', cell: cellFixture(4, 9) },
  ],
  graph: [
    { type: 'graph', target: graph, picture, stale: false },
    { type: 'graph', target: graph, picture, stale: true, problem: { message: 'wrong', start: 1, end: 2 } },
    { type: 'graph', stale: false },
    { type: 'cursor', offset: 20 },
  ],
  inspect: [
    {
      type: 'model',
      target: graph,
      title: 'M',
      model: { kind: 'model', layers: [layer, convolution], examples: { train: 9, test: 3 } },
      revision: 1,
      runs: [{ run: '01ARZ3NDEKTSV4RRFFQ69G5FAV', train: 'M', epochs: [1, 2], fits: true }],
    },
    { type: 'runs', runs: [] },
    { type: 'select', path: 'Conv2D' },
    { type: 'failed', id: 1, error: { code: 'inspect/layer', message: 'None', cause: 'It is.', nextStep: 'Choose.' } },
    // The panel numbers its questions from 1: these fall on the first ones.
    ...inspectAnswers.flatMap((answer) => [1, 2, 3, 4, 5, 6].map((id) => ({ type: 'answer', id, answer }))),
  ],
  data: [
    {
      type: 'data',
      target: { uri: 'file:///w/m.nn', data: 'digits' },
      title: 'digits',
      overview: {
        kind: 'overview',
        name: 'digits',
        source: 'mnist',
        stages: [dataStage, { ...dataStage, text: 'RandomFlip', kind: 'random' }],
        validation: 'none',
        examples: { train: 3, test: 2 },
        span: { start: 0, end: 20 },
      },
      revision: 1,
    },
    { type: 'failed', id: 1, error: { code: 'data/absent', message: 'None', cause: 'It is.', nextStep: 'Choose.' } },
    { type: 'progress', id: 1, progress: { message: 'Downloading', done: 1, total: 2, unit: 'bytes' } },
    ...dataAnswers.flatMap((answer) => [1, 2, 3, 4].map((id) => ({ type: 'answer', id, answer }))),
  ],
} as const satisfies Record<string, readonly object[]>;
