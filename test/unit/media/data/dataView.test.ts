import { describe, expect, test } from 'vitest';
import type { PicturesAnswer } from '../../../../server/src/protocol/dataMessages';
import { initialDataState, reduceData, viewOptions } from '../../../../media/data/dataState';
import { pageStart, walkGrid } from '../../../../media/data/gridWalk';
import { classNames, numberText, offeredViews, pictureParts, rangeText, stepsOn } from '../../../../media/data/parts';
import { fit, pictureOf } from '../../../../media/data/pictureOf';
import { toDataPanelSchema } from '../../../../server/src/protocol/dataPanelMessageSchema';
import { panelSamples } from '../../../helpers/panel/panelSamples';

const message = toDataPanelSchema.parse(panelSamples.data[0]);
if (message.type !== 'data' || message.overview === undefined) throw new Error('the first sample is an overview');
const { overview } = message;

describe('the walk over a grid of examples', () => {
  test.each([
    ['ArrowRight', 24, 25],
    ['ArrowLeft', 0, 0],
    ['ArrowDown', 3, 8],
    ['ArrowDown', 97, 97],
    ['ArrowUp', 3, 3],
    ['PageDown', 90, 99],
    ['PageUp', 30, 5],
    ['End', 0, 99],
    ['Home', 50, 0],
    ['a', 50, undefined],
  ])('%s from %i leads to %s', (key, from, to) => {
    expect(walkGrid(key, from, 100)).toBe(to);
  });

  test('pages begin at each 25th example', () => {
    expect([0, 24, 25, 99].map(pageStart)).toEqual([0, 0, 25, 75]);
  });
});

describe('what there is to see of data', () => {
  test('images by their parts, augmentation where a step is random', () => {
    expect(pictureParts(overview).map(({ name }) => name)).toEqual(['image']);
    expect(offeredViews(overview).map(({ id }) => id)).toEqual(['images', 'steps', 'augmentation']);
    expect(classNames(overview)).toEqual(['a', 'b']);
    expect(stepsOn(overview, [])).toEqual([0]);
    expect(stepsOn(overview, [0])).toEqual([]);
  });

  test('numbers are as short as they can be', () => {
    expect(rangeText(0, 255)).toBe('0 … 255');
    expect(rangeText(-0.42421, 2.8)).toBe('−0.4242 … 2.8000');
    expect(numberText(19_580_329.5)).toBe('19,580,330');
  });

  test('one picture is cut out of the bytes of all', () => {
    const answer: PicturesAnswer = {
      kind: 'pictures',
      channels: 3,
      sizes: Int32Array.of(1, 2, 2, 1),
      real: Int32Array.of(1, 2, 2, 1),
      pixels: Uint8Array.from({ length: 12 }, (_, at) => at),
      labels: Int32Array.of(0, 1),
      low: 0,
      high: 11,
      adapted: 0,
    };
    expect(pictureOf(answer, 1)).toEqual({
      width: 1,
      height: 2,
      pixels: Uint8ClampedArray.of(6, 7, 8, 255, 9, 10, 11, 255),
    });
    expect(fit({ width: 28, height: 28 }, 96)).toEqual({ x: 6, y: 6, width: 84, height: 84 });
    expect(fit({ width: 640, height: 320 }, 64)).toEqual({ x: 0, y: 16, width: 64, height: 32 });
  });
});

describe('the state of the data panel', () => {
  test('an invalid edit leaves the last overview', () => {
    const first = reduceData(initialDataState, message);
    const error = { code: 'x', message: 'wrong', cause: 'It is.', nextStep: 'Correct it.' };
    const { target, title } = message;
    const invalid = reduceData(first, { type: 'data', target, title, error, revision: 1 });
    expect(invalid).toMatchObject({ overview, error });
  });

  test('a download is followed to its end, by the number of its question alone', () => {
    const fetching = { id: 7, progress: undefined, error: undefined };
    const started = { ...initialDataState, fetching };
    const progress = { message: 'Downloading', done: 1, total: 2, unit: 'bytes' };
    expect(reduceData(started, { type: 'progress', id: 8, progress })).toBe(started);
    expect(reduceData(started, { type: 'progress', id: 7, progress }).fetching?.progress).toEqual(progress);
    expect(reduceData(started, { type: 'answer', id: 7, answer: { kind: 'fetched' } }).fetching).toBeUndefined();
    const error = { code: 'data/download', message: 'No', cause: 'It is.', nextStep: 'Again.' };
    expect(reduceData(started, { type: 'failed', id: 7, error }).fetching).toEqual({ ...fetching, id: 0, error });
  });

  test('what was saved is taken where it makes sense', () => {
    expect(viewOptions({ tab: 'steps', index: -1, off: [1, -2], split: 'test' } as never)).toEqual({
      tab: 'steps',
      split: 'test',
      part: undefined,
      index: 0,
      off: [],
      draw: 0,
      tableOpen: false,
    });
  });
});
