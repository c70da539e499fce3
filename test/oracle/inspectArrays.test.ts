import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createInspectService } from '../../server/src/engine/inspect/inspectService';
import { encodeSafetensors } from '../../server/src/engine/runs/safetensors';
import { snapshotName } from '../../server/src/engine/runs/snapshotStore';
import type {
  InspectAnswer,
  InspectQuestion,
  InspectSubject,
  ModelAnswer,
} from '../../server/src/protocol/inspectMessages';
import { graphOf } from '../helpers/compileText';

/** What inspectArrays.py wrote: real Keras's arrays for the same weights and image. */
interface Network {
  readonly name: string;
  readonly text: string;
  /** The input, then each layer's output. */
  readonly features: readonly { readonly shape: readonly number[]; readonly values: readonly number[] }[];
  readonly kernels: readonly {
    readonly layer: number;
    readonly shape: readonly number[];
    readonly values: readonly number[];
  }[];
  readonly windows: readonly {
    readonly layer: number;
    readonly unit: readonly number[];
    readonly channel: number;
    /** Place in the input, channel last, and what it adds to the output. */
    readonly terms: readonly (readonly number[])[];
    readonly bias: number;
  }[];
}

const networks = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures/inspectArrays.json'), 'utf8'),
) as readonly Network[];
const run = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const weights = { kind: 'epoch', run, epoch: 1 } as const;
const example = { kind: 'data', split: 'train', index: 0 } as const;

/** As inspectArrays.py makes its weights. */
function wave(tensor: number, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => 0.5 * Math.sin(1.7 * (index + 1) + 0.31 * tensor));
}

describe.each(networks)('the inspect service gives what Keras gives: $name', ({ text, features, kernels, windows }) => {
  const folder = mkdtempSync(join(tmpdir(), 'shapewright-inspect-'));
  const service = createInspectService();
  let subject: InspectSubject;
  let model: ModelAnswer;

  async function ask<Question extends InspectQuestion>(
    question: Question,
  ): Promise<Extract<InspectAnswer, { kind: Question['kind'] }>> {
    const answer = await service.ask(subject, question);
    if (answer.kind !== question.kind) throw new Error(`asked for ${question.kind}, got ${answer.kind}`);
    return answer as Extract<InspectAnswer, { kind: Question['kind'] }>;
  }

  beforeAll(async () => {
    const [input] = features;
    const shape = input?.shape ?? [];
    // The image goes in as the one example of a file of numbers.
    const source = `data given = npy("image.npy")\nmodel Net {\n  ${text.replace(/input \S+/, 'input given')}\n}\n`;
    await writeFile(join(folder, 'image.npy'), npy(shape, input?.values ?? []));
    const graph = graphOf(`model Net {\n  ${text}\n}`);
    const variables = graph.nodes.flatMap(({ owner }) =>
      owner.weights.map((weight) => ({ path: `${owner.path}/${weight.name}`, shape: weight.shape.map(Number) })),
    );
    const tensors = new Map(
      variables.map(({ path, shape: sizes }, index) => [
        path,
        {
          dtype: 'float32' as const,
          shape: sizes,
          data: wave(
            index,
            sizes.reduce((all, size) => all * size, 1),
          ),
        },
      ]),
    );
    await mkdir(join(folder, run, 'snapshots'), { recursive: true });
    await writeFile(join(folder, run, 'snapshots', snapshotName(1)), encodeSafetensors(tensors, new Map()));
    subject = { file: join(folder, 'net.nn'), source, model: 'Net', runs: folder, roots: [folder], dataFolders: {} };
    model = await ask({ kind: 'model' });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('feature maps, value by value and as bytes between their ends', async () => {
    expect(model.layers.map(({ shape }) => shape)).toEqual(features.map(({ shape }) => shape));
    for (const [index, { path }] of model.layers.entries()) {
      const { shape, values } = features[index] ?? { shape: [], values: [] };
      const maps = shape.length < 2 ? 1 : (shape.at(-1) ?? 1);
      const shown = await ask({ kind: 'features', weights, example, path });
      expect(shown.count).toBe(maps);
      for (let map = 0; map < maps; map++) {
        const expected = values.filter((_, place) => place % maps === map);
        const { values: exact } = await ask({ kind: 'map', weights, example, path, map });
        expect(farthest(exact, expected), `${path}, map ${map}`).toBeLessThan(2e-6);
        const low = Math.min(...expected);
        const step = (Math.max(...expected) - low) / 255;
        const bytes = shown.values.subarray(map * expected.length, (map + 1) * expected.length);
        expect(
          farthest(
            Array.from(bytes, (byte) => low + byte * step),
            expected,
          ),
        ).toBeLessThan(step / 2 + 1e-5);
        expect(shown.mean[map]).toBeCloseTo(expected.reduce((sum, value) => sum + value, 0) / expected.length, 5);
      }
    }
  });

  test('filters, in the order in which Keras stores them', async () => {
    const convolutions = kernels.filter(({ shape }) => shape.length > 2);
    expect(convolutions.length).toBeGreaterThan(0);
    for (const { layer, shape, values } of convolutions) {
      const found = await ask({ kind: 'filters', weights, path: model.layers[layer]?.path ?? '' });
      expect(found.shape).toEqual(shape);
      expect(farthest(found.values, values)).toBeLessThan(1e-7);
    }
  });

  test('the arithmetic of one output value, term by term', async () => {
    for (const { layer, unit, channel, terms, bias } of windows) {
      const found = await ask({
        kind: 'window',
        weights,
        example,
        path: model.layers[layer]?.path ?? '',
        unit,
        channel,
      });
      const expected = new Map(terms.map((term) => [term.slice(0, -1).join(), term.at(-1) ?? 0]));
      const products = new Map<string, number>();
      found.values.forEach((value, index) => {
        const position = Math.floor(index / found.channels);
        if (found.inside[position] === 0) return;
        const rest = found.size.map(
          (_, axis) =>
            Math.floor(position / found.size.slice(axis + 1).reduce((all, size) => all * size, 1)) %
            (found.size[axis] ?? 1),
        );
        const place = rest.map((each, axis) => (found.start[axis] ?? 0) + each * (found.dilation[axis] ?? 1));
        products.set(
          [...place, found.firstChannel + (index % found.channels)].join(),
          value * (found.kernel[index] ?? 0),
        );
      });
      for (const [place, share] of expected)
        expect(products.get(place), `${place} of layer ${layer}`).toBeCloseTo(share, 5);
      for (const [place, product] of products) if (!expected.has(place)) expect(product).toBeCloseTo(0, 5);
      expect(found.sum).toBeCloseTo(
        [...expected.values()].reduce((sum, share) => sum + share, bias),
        5,
      );
      expect(found.bias).toBeCloseTo(bias, 6);
      const shape = features[layer]?.shape ?? [];
      const place = [...unit, channel].reduce((index, each, axis) => index * (shape[axis] ?? 1) + each, 0);
      expect(found.output).toBeCloseTo(features[layer]?.values[place] ?? Number.NaN, 5);
    }
  });
});

function farthest(found: ArrayLike<number>, expected: readonly number[]): number {
  if (found.length !== expected.length) return Infinity;
  return expected.reduce((most, value, index) => Math.max(most, Math.abs(value - (found[index] ?? Number.NaN))), 0);
}

/** One float32 array of one example in NumPy's format 1.0. */
function npy(shape: readonly number[], values: readonly number[]): Uint8Array {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${[1, ...shape].join(', ')}), }`;
  const header = text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11) + '\n';
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length & 255, header.length >> 8]);
  return Buffer.concat([start, Buffer.from(header), new Uint8Array(Float32Array.from(values).buffer)]);
}
