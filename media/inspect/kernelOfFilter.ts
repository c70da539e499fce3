import type { FiltersAnswer } from '../../server/src/protocol/inspectMessages';

/** The taps of one filter over one input channel, in order. */
export function kernelOfFilter({ shape, values }: FiltersAnswer, filter: number, channel: number): readonly number[] {
  const filters = shape.at(-1) ?? 1;
  const channels = shape.at(-2) ?? 1;
  const taps = values.length / Math.max(1, filters * channels);
  return Array.from({ length: taps }, (_, tap) => values[(tap * channels + channel) * filters + filter] ?? 0);
}
