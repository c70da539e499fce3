/**
 * Runs exported tfjs models on tfjs's own CPU back end and compares what they give, as runExports.py does:
 *
 *     node test/interop/runTfjs.mjs FOLDER tfjs
 *
 * That back end is slow: models of more than five million weights are loaded, not run.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';

const [root] = process.argv.slice(2);
const largest = 5_000_000;

/** The float32 tensors of a safetensors file. */
function readTensors(file) {
  const bytes = readFileSync(file);
  const length = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString('utf8', 8, 8 + length));
  return new Map(
    Object.entries(header)
      .filter(([name]) => name !== '__metadata__')
      .map(
        ([
          name,
          {
            shape,
            data_offsets: [start, end],
          },
        ]) => {
          const data = bytes.buffer.slice(bytes.byteOffset + 8 + length + start, bytes.byteOffset + 8 + length + end);
          return [name, { shape, data: new Float32Array(data) }];
        },
      ),
  );
}

async function load(folder) {
  const { modelTopology, weightsManifest } = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'));
  const [{ paths, weights: weightSpecs }] = weightsManifest;
  const bytes = Buffer.concat(paths.map((path) => readFileSync(join(folder, path))));
  const weightData = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  return loadLayersModel({ load: async () => ({ modelTopology, weightSpecs, weightData }) });
}

async function check(folder) {
  const tensors = readTensors(join(folder, 'case.safetensors'));
  const model = await load(join(folder, 'tfjs'));
  if (model.countParams() > largest) return undefined;
  const inputs = [...tensors].filter(([name]) => name.startsWith('input/')).sort();
  const names = JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')).outputs;
  const fed = inputs.map(([, { shape, data }]) => tf.tensor(data, shape));
  const found = [model.predict(fed.length === 1 ? fed[0] : fed)].flat();
  let worst = 0;
  for (const [index, name] of names.entries()) {
    const wanted = tensors.get(`output/${name}`);
    if (found[index].shape.join() !== wanted.shape.join())
      throw new Error(`the shape is ${found[index].shape}, not ${wanted.shape}`);
    found[index].dataSync().forEach((value, place) => {
      const other = wanted.data[place];
      const error = Math.abs(value - other) / (1 + Math.abs(other));
      worst = error >= worst || Number.isNaN(error) ? error : worst;
    });
  }
  return worst;
}

for (const name of readdirSync(root).sort()) {
  const folder = join(root, name);
  if (!existsSync(join(folder, 'tfjs/model.json'))) continue;
  try {
    const error = await check(folder);
    if (error !== undefined) console.log(JSON.stringify({ case: name, target: 'tfjs', error }));
  } catch (problem) {
    console.log(JSON.stringify({ case: name, target: 'tfjs', problem: String(problem) }));
  }
  tf.disposeVariables();
}
