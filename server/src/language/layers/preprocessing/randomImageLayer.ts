import type { DataEffect, LayerDefinition, ParameterDefinition } from '../definition';
import { withFill } from './fillRange';
import { gives } from '../shared/inference';
import { imageProblem } from './imageRank';
import { parameter } from '../shared/parameters';

/** A random change of images that keeps their shape and runs in the data pipeline, in training alone. */
export function randomImageLayer(
  name: string,
  summary: string,
  parameters: readonly ParameterDefinition[],
  onData: DataEffect,
): LayerDefinition {
  return {
    name,
    aliases: [],
    category: 'preprocessing',
    summary,
    parameters,
    inputs: { min: 1, max: 1 },
    inferShape: ([input = []]) => imageProblem(name, input) ?? gives(input),
    onData,
    trainingOnly: true,
  };
}

export function factor(
  name: string,
  summary: string,
  range: { readonly min?: number; readonly max?: number } = { min: -1, max: 1 },
): ParameterDefinition {
  return parameter(name, { kind: 'factor', ...range }, undefined, summary);
}

export const fillMode: ParameterDefinition = parameter(
  'fill_mode',
  { kind: 'choice', values: ['reflect', 'constant', 'wrap', 'nearest'] },
  'reflect',
  'What stands beyond the edges.',
);

export const interpolation: ParameterDefinition = parameter(
  'interpolation',
  { kind: 'choice', values: ['bilinear', 'nearest'] },
  'bilinear',
  'How pixels between pixels are found.',
);

export const fillValue: ParameterDefinition = parameter(
  'fill_value',
  { kind: 'float' },
  0,
  'The value beyond the edges with fill_mode=constant.',
);

export const valueRange: ParameterDefinition = parameter(
  'value_range',
  { kind: 'numbers' },
  [0, 255],
  'The smallest and largest value of a pixel.',
);

/** Pixels move, and a mask with them; values are mixed from their neighbours. */
export const movesPixels: DataEffect = { movesPixels: true, range: withFill };

/** Values are clipped to `value_range`. */
export const clipsValues: DataEffect = {
  range: (_range, args) => {
    const [first, second] = numberList(args['value_range']);
    return first === undefined || second === undefined ? undefined : [Math.min(first, second), Math.max(first, second)];
  },
};

function numberList(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'number') : [];
}
