import { describe, expect, test } from 'vitest';
import { viewOptions } from '../../../media/training/viewOptions';

describe('what the training panel saved of its view', () => {
  test('comes back with the zoom and its run', () => {
    const zoom = { run: '01ARZ3NDEKTSV4RRFFQ69G5FAV', steps: [100, 250] } as const;
    const saved = { smoothing: 0.5, logScale: true, tableOpen: true, overlays: ['a'], zoom };
    expect(viewOptions(structuredClone(saved))).toEqual(saved);
  });

  test.each([
    ['steps the wrong way round', { run: 'a', steps: [250, 100] }],
    ['no numbers', { run: 'a', steps: ['1', '2'] }],
    ['no end', { run: 'a', steps: [1, Infinity] }],
    ['no run', { steps: [1, 2] }],
    ['a text', 'zoomed'],
  ])('is left out where it makes no sense: %s', (_, zoom) => {
    expect(viewOptions({ zoom } as never)).not.toHaveProperty('zoom');
  });
});
