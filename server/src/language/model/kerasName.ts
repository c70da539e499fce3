import type { LayerDefinition } from '../layers/definition';

const automaticNames = new Map<string, string>();

/** Keras's automatic layer name without its number: `max_pooling2d`. */
export function kerasName(layer: LayerDefinition): string {
  if (layer.kerasName !== undefined) return layer.kerasName;
  const known = automaticNames.get(layer.name);
  if (known !== undefined) return known;
  const name = toSnakeCase(layer.name);
  automaticNames.set(layer.name, name);
  return name;
}

/** keras.src.utils.naming.to_snake_case. */
export function toSnakeCase(name: string): string {
  return name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** The class name that Keras's summary shows, `MaxPooling2D`: the spelling behind the automatic name. */
export function kerasClass(layer: LayerDefinition): string {
  const automatic = kerasName(layer);
  return [layer.name, ...layer.aliases].find((name) => toSnakeCase(name) === automatic) ?? layer.name;
}

/** Numbers automatic names as Keras does after `clear_session`: `conv2d`, `conv2d_1`, …. */
export class KerasNames {
  private readonly counts = new Map<string, number>();

  next(base: string): string {
    const count = this.counts.get(base) ?? 0;
    this.counts.set(base, count + 1);
    return count === 0 ? base : `${base}_${count}`;
  }
}
