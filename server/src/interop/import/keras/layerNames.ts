import { activations } from '../../../language/layers/functions/activations';
import type { LayerDefinition } from '../../../language/layers/definition';
import { layerRegistry } from '../../../language/layers/registry';
import { toSnakeCase } from '../../../language/model/kerasName';

/** Names of Keras, or of its older versions, that the language has under another one. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['BatchNormalizationV1', 'BatchNormalization'],
  ['BatchNormalizationV2', 'BatchNormalization'],
  ['SyncBatchNormalization', 'BatchNormalization'],
]);

/** The language's layer of a Keras class, written with or without its package. */
export function layerOfClass(className: string): LayerDefinition | undefined {
  const bare = className.slice(className.lastIndexOf('>') + 1);
  const known = layerRegistry.get(otherNames.get(bare) ?? bare);
  // Aliases in small letters are the language's own short forms, not classes.
  return known !== undefined && /^[A-Z]/.test(bare) ? known : undefined;
}

/** The layer that applies an activation by itself: `ReLU` for `relu`. */
export function layerOfActivation(name: string): LayerDefinition | undefined {
  const definition = activations.get(name);
  const layer = definition === undefined ? undefined : layerRegistry.get(definition.name);
  return layer?.category === 'activation' ? layer : undefined;
}

/** Whether Keras would have given a layer this name by itself: `conv2d_3`. */
export function isAutomaticName(name: string, className: string): boolean {
  const base = name.replace(/_\d+$/, '');
  return base === toSnakeCase(className.slice(className.lastIndexOf('>') + 1)) || base === 'input' || base === 'op';
}
