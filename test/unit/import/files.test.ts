/** Files of Keras and TensorFlow.js, whole, damaged and hostile. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { ImportProblem } from '../../../server/src/interop/import/importProblem';
import { importModel } from '../../../server/src/interop/import/importModel';
import { seededRandom } from '../../helpers/seededRandom';

const archive = new Uint8Array(readFileSync(join(import.meta.dirname, '../../oracle/fixtures/small.keras')));
const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const read = (bytes: Uint8Array, name = 'a.keras') => importModel({ name, bytes, weightsFile: 'a.safetensors' });

const dense = {
  class_name: 'Sequential',
  config: {
    name: 'net',
    layers: [
      { class_name: 'InputLayer', config: { batch_input_shape: [null, 2], name: 'in_1' } },
      { class_name: 'Dense', config: { name: 'dense_1', units: 3, activation: 'linear' } },
    ],
  },
};

describe('a .keras archive', () => {
  it('becomes a text with its weights and its training', async () => {
    const { text, weights, notes } = await read(archive);
    expect(notes).toEqual([]);
    expect(text).toContain('block Stem {');
    expect(text).toContain('layer twice = Dense(4, activation=relu, name="twice")');
    expect(text).toContain('weights: "a.safetensors"');
    expect(weights?.get('twice/kernel')?.shape).toEqual([4, 4]);
    expect(weights?.size).toBe(13);
  });

  it('damaged anywhere gives a located problem or a model, and nothing else', async () => {
    const random = seededRandom(8);
    let problems = 0;
    for (let round = 0; round < 150; round += 1) {
      const damaged = archive.slice(0, random() < 0.2 ? Math.floor(random() * archive.length) : archive.length);
      for (let change = 0; change < 8; change += 1)
        damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256);
      await read(damaged).catch((error: unknown) => {
        expect(error).toBeInstanceOf(ImportProblem);
        problems += 1;
      });
    }
    expect(problems).toBeGreaterThan(20);
  });

  it('that claims to unpack to more than it can is not unpacked', async () => {
    const bomb = zipSync({ 'config.json': new Uint8Array(100_000) });
    const view = new DataView(bomb.buffer);
    const directory = bomb.findIndex((_, at) => at + 4 <= bomb.length && view.getUint32(at, true) === 0x02014b50);
    view.setUint32(directory + 24, 3_900_000_000, true);
    await expect(read(bomb)).rejects.toThrow('config.json: it claims to unpack');
  });
});

describe('JSON', () => {
  it.each([
    ['no JSON', '{"class_name": ', 'it is no JSON'],
    ['nested too deep', `{"a": ${'['.repeat(1000)}${']'.repeat(1000)}}`, 'nested deeper than 256'],
    ['no model', '{"a": 1}', 'a.json.class_name: a text was expected'],
    ['a subclassed model', '{"class_name": "Net", "config": {}}', 'of the class Net'],
    [
      'a layer that is not there',
      JSON.stringify({
        class_name: 'Functional',
        config: { layers: [], input_layers: [], output_layers: [['x', 0, 0]] },
      }),
      'there is no layer "x"',
    ],
  ])('with %s gives its place', async (_what, text, message) => {
    await expect(read(new TextEncoder().encode(text), 'a.json')).rejects.toThrow(message);
  });

  it('cannot reach what all objects inherit', async () => {
    const text = JSON.stringify(dense).replace('"units"', '"__proto__":{"polluted":1},"constructor":2,"units"');
    const { text: model } = await read(new TextEncoder().encode(text), 'a.json');
    expect(model).toContain('Dense(3');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

describe('a TensorFlow.js model', () => {
  const json = {
    format: 'layers-model',
    modelTopology: { model_config: dense },
    weightsManifest: [
      {
        paths: ['group1-shard1of1.bin'],
        weights: [
          { name: 'dense_1/kernel', shape: [2, 3], dtype: 'float32' },
          { name: 'dense_1/bias', shape: [3], dtype: 'float32', quantization: { dtype: 'uint8', scale: 0.5, min: 1 } },
        ],
      },
    ],
  };
  const shard = new Uint8Array([...new Uint8Array(new Float32Array([1, 2, 3, 4, 5, 6]).buffer), 0, 1, 2]);

  it('takes its weights from the shards beside it', async () => {
    const bytes = bytesOf(json);
    const { text, weights } = await importModel({ name: 'model.json', bytes, readBeside: async () => shard });
    expect(text).toContain('input 2 -> Dense(3)');
    expect([...(weights?.get('Dense/bias')?.data ?? [])]).toEqual([1, 1.5, 2]);
  });

  it('cannot name files elsewhere', async () => {
    const outside = { ...json, weightsManifest: [{ paths: ['../secret'], weights: [] }] };
    await expect(
      importModel({ name: 'model.json', bytes: bytesOf(outside), readBeside: async () => shard }),
    ).rejects.toThrow("outside the model's folder");
  });
});
