import type { ArgumentValue, LayerDefinition } from '../../../language/layers/definition';
import { isLeaf, simplified } from '../structure/leaves';
import { layerDefaults } from './argumentDefaults';
import { spell } from './spell';

/** Arguments that `defaults` declarations set for a whole file, by layer and argument. */
export type FileDefaults = ReadonlyMap<LayerDefinition, ReadonlyMap<string, ArgumentValue>>;

/** What the text would say of an argument: its value, or undefined where a block's parameter stands. */
export interface WrittenArgument {
  readonly layer: LayerDefinition;
  readonly name: string;
  readonly value: ArgumentValue | undefined;
}

const leastSaved = 3;

/** Those values that are shorter said once for the file. */
export function chooseDefaults(written: readonly WrittenArgument[]): FileDefaults {
  const counts = new Map<LayerDefinition, Map<string, Map<string, { value: ArgumentValue; count: number }>>>();
  for (const { layer, name, value } of written) {
    if (value === undefined) continue;
    const byName = counts.get(layer) ?? new Map<string, Map<string, { value: ArgumentValue; count: number }>>();
    counts.set(layer, byName);
    const byValue = byName.get(name) ?? new Map<string, { value: ArgumentValue; count: number }>();
    byName.set(name, byValue);
    const key = JSON.stringify(value);
    byValue.set(key, { value, count: (byValue.get(key)?.count ?? 0) + 1 });
  }
  return new Map(
    [...counts].flatMap(([layer, byName]) => {
      const chosen = [...byName].flatMap(([name, byValue]) => {
        const standard = standardOf(layer, name);
        if (standard === undefined) return [];
        const plain = byValue.get(JSON.stringify(standard))?.count ?? 0;
        const others = [...byValue].filter(([key]) => key !== JSON.stringify(standard)).map(([, entry]) => entry);
        const best = others.sort((a, b) => b.count - a.count)[0];
        return best !== undefined && best.count - plain >= leastSaved ? [[name, best.value] as const] : [];
      });
      return chosen.length === 0 ? [] : [[layer, new Map(chosen)] as const];
    }),
  );
}

/** An argument's value unless given, as `simplified`; undefined for one that must be given. */
export function standardOf(layer: LayerDefinition, name: string): ArgumentValue | undefined {
  const parameter = layer.parameters.find((candidate) => candidate.name === name);
  const value = layerDefaults(layer).get(name);
  if (parameter === undefined || value === undefined) return undefined;
  return isLeaf(parameter) ? simplified(parameter, value) : value;
}

export function spellDefaults(defaults: FileDefaults): readonly string[] {
  return [...defaults].map(
    ([layer, values]) =>
      `defaults ${layer.name} { ${[...values].map(([name, value]) => `${name}: ${spell(value)}`).join(', ')} }`,
  );
}
