import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { thumbnailsSvg } from '../../../client/src/views/thumbnailPicture';
import { viridis } from '../../../server/src/language/pictures/colourTables';
import type { InspectLayer, ThumbnailAnswer } from '../../../server/src/protocol/inspectMessages';

const layer: InspectLayer = {
  path: 'Conv2D',
  name: 'conv2d',
  type: 'Conv2D',
  shape: [1, 2, 4],
  params: 0,
  inputs: ['input'],
  field: undefined,
  window: undefined,
  kernel: undefined,
  activation: undefined,
  span: { start: 0, end: 4 },
};
const picture: ThumbnailAnswer = {
  kind: 'thumbnail',
  path: 'Conv2D',
  drawn: true,
  height: 1,
  width: 2,
  channels: 1,
  values: Uint8Array.of(0, 255),
};

test('the pictures of a line stand side by side, activations in viridis, an image as it is', () => {
  const input = { ...layer, inputs: [] };
  const colours = { ...picture, channels: 3, values: Uint8Array.of(1, 2, 3, 4, 5, 6) };
  const svg = thumbnailsSvg(
    [
      { layer, picture },
      { layer: input, picture },
      { layer: input, picture: colours },
    ],
    18,
    { isStale: false },
  );
  expect(svg).toContain('width="63" height="18"');
  expect([...svg.matchAll(/<image x="([\d.]+)"/g)].map(([, x]) => Number(x))).toEqual([0, 21, 42]);
  const pixels = [...svg.matchAll(/base64,([^"]+)"/g)].map(([, text = '']) => [
    ...decode(Buffer.from(text, 'base64')).data,
  ]);
  expect(pixels).toEqual([
    [...viridis.subarray(0, 3), ...viridis.subarray(255 * 3)],
    [0, 0, 0, 255, 255, 255],
    [1, 2, 3, 4, 5, 6],
  ]);
});

test('a series is a line through all of its values', () => {
  const svg = thumbnailsSvg([{ layer: { ...layer, shape: [2, 1] }, picture }], 20, { isStale: false });
  expect(svg).toContain('points="0.0,18.0 20.0,2.0"');
});

test('stale pictures are pale, and each is struck out', () => {
  const twice = [
    { layer, picture },
    { layer, picture },
  ];
  const stale = thumbnailsSvg(twice, 18, { isStale: true });
  expect([...stale.matchAll(/<g opacity="0.4"><image/g)]).toHaveLength(2);
  expect([...stale.matchAll(/<path d="(M\d+ 18l18 -18)"/g)].map(([, path]) => path)).toEqual([
    'M0 18l18 -18',
    'M21 18l18 -18',
  ]);
  expect(thumbnailsSvg(twice, 18, { isStale: false })).not.toContain('opacity');
});
