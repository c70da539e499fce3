/** The data pipeline's steps against real Keras; test/oracle/dataSteps.py wrote the fixture. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Picture } from '../../server/src/engine/data/picture';
import { keptPlaces, measureStatistics } from '../../server/src/engine/data/statistics';
import { pipelineSteps } from '../../server/src/engine/data/steps/pipelineStepRegistry';
import { wordStream } from '../../server/src/engine/training/random';
import type { LayerArguments } from '../../server/src/language/layers/definition';

type Measure = 'added' | 'spread' | 'right' | 'down' | 'widen' | 'angle';

interface Fixture {
  readonly cases: readonly (readonly [string, LayerArguments, boolean, readonly number[], readonly number[]])[];
  readonly draws: readonly (readonly [string, LayerArguments, Measure, readonly [number, number, number]])[];
  readonly adapted: readonly [readonly number[], readonly number[], number, number];
}

const fixture = JSON.parse(
  gunzipSync(readFileSync(new URL('fixtures/dataSteps.json.gz', import.meta.url))).toString(),
) as Fixture;

const picture: Picture & { readonly data: Float32Array } = {
  dtype: 'float32',
  height: 13,
  width: 17,
  channels: 3,
  data: Float32Array.from({ length: 13 * 17 * 3 }, (_, index) =>
    Math.floor(127.5 + 127.5 * Math.sin(1.7 * (index + 1))),
  ),
};

function apply(name: string, source: Picture, args: LayerArguments, training: boolean, row = 0): Picture {
  const step = pipelineSteps.get(name);
  if (step === undefined) throw new Error(`there is no step ${name}`);
  return step.apply(source, args, { random: wordStream([7, 11], 0, row), training, isMask: false });
}

test('the fixture has all kinds of steps', () => {
  expect(fixture.cases.length).toBeGreaterThan(60);
});

describe('one picture', () => {
  test.each(fixture.cases.map((item) => [`${item[0]} ${JSON.stringify(item[1])}`, item] as const))(
    '%s',
    (_title, [name, args, training, shape, output]) => {
      const result = apply(name, picture, args, training);
      expect([result.height, result.width, result.channels]).toEqual(shape);
      // A turned picture multiplies the rounding of its places, some 1e-6 of a pixel, by steps of up to 255.
      const tolerance = name === 'RandomRotation' || name === 'RandomZoom' ? 0.02 : 2e-4;
      const distances = output.map(
        (value, place) => Math.abs(value - (result.data[place] ?? Number.NaN)) / Math.max(1, Math.abs(value) / 255),
      );
      const worst = distances.reduce((most, distance) => Math.max(most, distance), 0);
      expect(result.data).toHaveLength(output.length);
      expect(worst).toBeLessThanOrEqual(tolerance);
    },
  );
});

const grey: Picture = { dtype: 'float32', height: 1, width: 2, channels: 1, data: Float32Array.of(100, 140) };

/** Its two channels say in which column and row a pixel stood. */
const places: Picture = {
  dtype: 'float32',
  height: 21,
  width: 21,
  channels: 2,
  data: Float32Array.from({ length: 2 * 21 * 21 }, (_, index) =>
    index % 2 === 0 ? (index / 2) % 21 : Math.floor(index / 42),
  ),
};

/** What stands in row 10 of the turned or moved places. */
function at({ data }: Picture, column: number, channel: number): number {
  return data[2 * (10 * 21 + column) + channel] ?? Number.NaN;
}

const measures = {
  added: { of: grey, change: ({ data }: Picture) => (data[0] ?? 0) - 100 },
  spread: { of: grey, change: ({ data }: Picture) => ((data[1] ?? 0) - (data[0] ?? 0)) / 40 },
  right: { of: places, change: (output: Picture) => at(output, 10, 0) - 10 },
  down: { of: places, change: (output: Picture) => at(output, 10, 1) - 10 },
  widen: { of: places, change: (output: Picture) => (at(output, 14, 0) - at(output, 6, 0)) / 8 },
  angle: {
    of: places,
    change: (output: Picture) => Math.atan2(at(output, 14, 1) - at(output, 6, 1), at(output, 14, 0) - at(output, 6, 0)),
  },
} as const;

test.each(fixture.draws)('%s(%j) draws as Keras does: %s', (name, args, measure, [low, mean, high]) => {
  const { of, change } = measures[measure];
  const changes = Array.from({ length: 4000 }, (_, row) =>
    change(apply(name, of, { value_range: [0, 255], ...args }, true, row)),
  );
  const width = high - low;
  expect(Math.abs(Math.min(...changes) - low)).toBeLessThan(width * 0.01);
  expect(Math.abs(Math.max(...changes) - high)).toBeLessThan(width * 0.01);
  // Five standard errors of each mean of 4,000 even draws.
  expect(Math.abs(changes.reduce((sum, value) => sum + value, 0) / 4000 - mean)).toBeLessThan(
    (5 * width * Math.SQRT2) / Math.sqrt(12 * 4000),
  );
});

test('RandomFlip turns half of the pictures, RandomCrop takes every window alike', () => {
  const flips = Array.from(
    { length: 4000 },
    (_, row) => apply('RandomFlip', picture, { mode: 'horizontal' }, true, row) !== picture,
  );
  expect(Math.abs(flips.filter(Boolean).length - 2000)).toBeLessThan(160);
  const places = new Map<number, number>();
  const numbered: Picture = {
    ...picture,
    channels: 1,
    data: Float32Array.from({ length: 13 * 17 }, (_, place) => place),
  };
  for (let row = 0; row < 4000; row += 1) {
    const start = apply('RandomCrop', numbered, { height: 11, width: 14 }, true, row).data[0] ?? -1;
    places.set(start, (places.get(start) ?? 0) + 1);
  }
  expect([...places.keys()].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 17, 18, 19, 20, 34, 35, 36, 37]);
  // Five standard deviations of a binomial of 4000 draws at 1/12.
  for (const count of places.values()) expect(Math.abs(count - 4000 / 12)).toBeLessThan(88);
});

test('Normalization adapts to mean and population variance', async () => {
  const [mean, variance, wholeMean, wholeVariance] = fixture.adapted;
  const measure = (axis: number | null): ReturnType<typeof measureStatistics> =>
    measureStatistics(keptPlaces([13, 17, 3], axis), picture.data.length, async function* all() {
      yield picture.data;
    });
  const byChannel = await measure(-1);
  [...mean, ...variance].forEach((value, place) => {
    const own = [byChannel.mean, byChannel.variance].flat()[place];
    // Keras adds up in float32.
    expect(Number(own) / value).toBeCloseTo(1, 5);
  });
  const whole = await measure(null);
  expect(whole.mean).toBeCloseTo(wholeMean, 3);
  expect(whole.variance).toBeCloseTo(wholeVariance, 1);
});
