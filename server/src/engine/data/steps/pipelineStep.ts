import type { LayerArguments } from '../../../language/layers/definition';
import type { Picture } from '../picture';

/** A preprocessing step as the data pipeline does it, one example at a time. */
export interface PipelineStep {
  /** The layer's name. */
  readonly name: string;
  /**
   * Only moves or drops values: it keeps bytes bytes, and gives the same whether pointwise steps come before or
   * behind it.
   */
  readonly movesValues: boolean;
  apply(picture: Picture, args: LayerArguments, use: StepUse): Picture;
}

export interface StepUse {
  /** Unsigned words of 32 bits: the same ones for an image and its mask, others for each example and step. */
  readonly random: () => number;
  readonly training: boolean;
  /** Classes: nothing may be mixed. */
  readonly isMask: boolean;
}

/** A draw between two numbers, evenly. */
export function between(random: () => number, [low, high]: readonly [number, number]): number {
  return low + (high - low) * (random() / 2 ** 32);
}

/** What Keras makes of a factor: a number f is [−f, f]; of two the smaller is the lower end. */
export function factorRange(value: unknown): readonly [number, number] {
  if (Array.isArray(value)) {
    const [first = 0, second = first] = (value as readonly unknown[]).filter((item) => typeof item === 'number');
    return [Math.min(first, second), Math.max(first, second)];
  }
  const size = typeof value === 'number' ? Math.abs(value) : 0;
  return [-size, size];
}

export function numberArgument(args: LayerArguments, name: string, otherwise: number): number {
  const value = args[name];
  return typeof value === 'number' ? value : otherwise;
}

export function wordArgument(args: LayerArguments, name: string, otherwise: string): string {
  const value = args[name];
  return typeof value === 'string' ? value : otherwise;
}
