/**
 * tfjs-layers on tfjs-node, with the native module of our engine's installation.
 * Arguments: model, data folder, native module.
 */
import { createRequire, Module } from 'node:module';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import util from 'node:util';

const [name, folder, binding, project] = process.argv.slice(2);
const require = createRequire(project);
// Node 23 has dropped them; tfjs-node 4.22 calls them.
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;
// tfjs-node asks this package for the place of its native module.
const load = Module._load;
Module._load = (request, ...rest) =>
  request === '@mapbox/node-pre-gyp' ? { find: () => binding } : load(request, ...rest);
const tf = require('@tensorflow/tfjs-node');

const conv = (filters, kernelSize, options = {}) => tf.layers.conv2d({ filters, kernelSize, ...options });
const pool = () => tf.layers.maxPooling2d({ poolSize: 2 });
const dense = (units, activation, options = {}) => tf.layers.dense({ units, activation, ...options });
const relu = { activation: 'relu' };

const classifier = (inputShape, first) =>
  tf.sequential({
    layers: [
      conv(first, 3, { ...relu, inputShape }),
      pool(),
      conv(64, 3, relu),
      pool(),
      conv(64, 3, relu),
      tf.layers.flatten(),
      dense(64, 'relu'),
      dense(10, 'softmax'),
    ],
  });

function fashion() {
  const he = { ...relu, padding: 'same', kernelInitializer: 'heNormal' };
  return tf.sequential({
    layers: [
      conv(64, 7, { ...he, inputShape: [28, 28, 1] }),
      pool(),
      conv(128, 3, he),
      conv(128, 3, he),
      pool(),
      conv(256, 3, he),
      conv(256, 3, he),
      pool(),
      tf.layers.flatten(),
      dense(128, 'relu', { kernelInitializer: 'heNormal' }),
      tf.layers.dropout({ rate: 0.5 }),
      dense(64, 'relu', { kernelInitializer: 'heNormal' }),
      tf.layers.dropout({ rate: 0.5 }),
      dense(10, 'softmax'),
    ],
  });
}

function residual() {
  const plain = { padding: 'same', useBias: false };
  const normal = (x) => tf.layers.batchNormalization({}).apply(x);
  const activate = (x) => tf.layers.reLU().apply(x);
  const convBN = (x, filters, kernel = 3, strides = 1) =>
    activate(normal(conv(filters, kernel, { ...plain, strides }).apply(x)));
  const block = (x, filters, strides) => {
    const main = normal(conv(filters, 3, plain).apply(convBN(x, filters, 3, strides)));
    const short = normal(conv(filters, 1, { ...plain, strides }).apply(x));
    return activate(tf.layers.add().apply([main, short]));
  };
  const input = tf.input({ shape: [32, 32, 3] });
  const stem = convBN(input, 32);
  const wide = convBN(convBN(stem, 16, 1), 32, 5);
  const trunk = pool().apply(tf.layers.concatenate().apply([convBN(stem, 32, 1), wide]));
  const end = block(block(trunk, 64, 2), 128, 2);
  const kept = tf.layers.dropout({ rate: 0.3 }).apply(tf.layers.globalAveragePooling2d({}).apply(end));
  return tf.model({ inputs: input, outputs: dense(10, 'softmax').apply(kept) });
}

const sparse = 'sparseCategoricalCrossentropy';
const specs = {
  mnist: {
    image: [28, 28, 1],
    batch: 64,
    build: () => classifier([28, 28, 1], 32),
    optimizer: 'rmsprop',
    loss: 'categoricalCrossentropy',
  },
  cifar: { image: [32, 32, 3], batch: 32, build: () => classifier([32, 32, 3], 32), optimizer: 'adam', loss: sparse },
  fashion: { image: [28, 28, 1], batch: 32, build: fashion, optimizer: 'adam', loss: sparse },
  residual: { image: [32, 32, 3], batch: 64, build: residual, optimizer: 'adam', loss: sparse },
};
const { image, batch, build, optimizer, loss } = specs[name];

const pixels = await readFile(join(folder, 'images.bin'));
const labels = await readFile(join(folder, 'labels.bin'));
const size = image.reduce((product, length) => product * length, 1);
// Not by `from`, which makes a plain array of all pixels first.
const scaled = new Float32Array(pixels);
for (let index = 0; index < scaled.length; index += 1) scaled[index] /= 255;
const x = tf.tensor(scaled, [pixels.length / size, ...image]);
const classes = tf.tensor1d(
  loss === sparse ? Float32Array.from(labels) : Int32Array.from(labels),
  loss === sparse ? 'float32' : 'int32',
);
const y = loss === sparse ? classes : tf.oneHot(classes, 10).toFloat();

const model = build();
model.compile({ optimizer, loss, metrics: ['accuracy'] });

let left = 0;
let batches = 0;
let start = 0;
let open = () => undefined;
createInterface({ input: process.stdin }).on('line', (line) => {
  left = batches = Number(line.split(' ')[1]);
  start = performance.now();
  open();
});
let ready = false;
await model.fit(x, y, {
  batchSize: batch,
  epochs: 1_000_000,
  verbose: 0,
  yieldEvery: 'never',
  callbacks: {
    onBatchBegin: async () => {
      if (left > 0) return;
      const opened = new Promise((resolve) => (open = resolve));
      if (!ready) process.stdout.write('ready\n');
      ready = true;
      await opened;
    },
    onBatchEnd: async () => {
      left -= 1;
      if (left === 0)
        process.stdout.write(`batches ${batches} seconds ${((performance.now() - start) / 1000).toFixed(6)}\n`);
    },
  },
});
