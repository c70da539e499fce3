import type { LayerArguments } from '../definition';
import { flagOf, numberOf, wordOf } from '../readers';

/** The range of values where mixing pixels adds none, and a fill value may. */
export function withFill(
  [low, high]: readonly [number, number],
  args: LayerArguments,
): readonly [number, number] | undefined {
  const fills =
    flagOf(args, 'pad_to_aspect_ratio') === true ||
    (wordOf(args, 'fill_mode') === 'constant' && args['pad_to_aspect_ratio'] === undefined);
  const fill = numberOf(args, 'fill_value');
  if (!fills) return [low, high];
  return typeof fill === 'number' ? [Math.min(low, fill), Math.max(high, fill)] : undefined;
}
