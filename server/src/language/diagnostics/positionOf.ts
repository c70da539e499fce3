import type { LayerDefinition } from '../layers/definition';

/** The place of a parameter among those that can be given by position; −1 when it cannot. */
export function positionOf(layer: LayerDefinition, name: string): number {
  return layer.parameters
    .filter((parameter) => parameter.keywordOnly !== true)
    .findIndex((parameter) => parameter.name === name);
}
