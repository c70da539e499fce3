import { normalizeArguments, type GivenArgument, type NormalizedArguments } from '../layers/arguments';
import type { LayerDefinition } from '../layers/definition';

/** Beyond this many different argument lists a layer's cache starts anew. */
const most = 500;
const interned = new WeakMap<LayerDefinition, Map<string, NormalizedArguments>>();

/**
 * `normalizeArguments`, which is pure, remembered: equal arguments give the same object, from one analysis
 * to the next, so that what is inferred from them can be remembered too.
 */
export function internArguments(
  layer: LayerDefinition,
  given: readonly GivenArgument[],
  defaults: readonly GivenArgument[],
): NormalizedArguments {
  if (given.some(isUnknown) || defaults.some(isUnknown)) return normalizeArguments(layer, given, defaults);
  const known = interned.get(layer) ?? new Map<string, NormalizedArguments>();
  if (known.size === 0 || known.size > most) {
    known.clear();
    interned.set(layer, known);
  }
  const key = JSON.stringify([given, defaults]);
  const present = known.get(key);
  if (present !== undefined) return present;
  // From a copy: words cut out of a text would keep the whole text of that version alive.
  const [own, ownDefaults] = JSON.parse(key) as [readonly GivenArgument[], readonly GivenArgument[]];
  const normalized = normalizeArguments(layer, own, ownDefaults);
  known.set(key, normalized);
  return normalized;
}

function isUnknown({ value }: GivenArgument): boolean {
  return value === undefined;
}
