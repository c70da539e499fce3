import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { normalizeArguments } from '../../server/src/language/layers/arguments';
import { checkArgument } from '../../server/src/language/layers/checkArgument';
import type { ArgumentValue, ParameterDefinition } from '../../server/src/language/layers/definition';
import { layerRegistry } from '../../server/src/language/layers/registry';
import { elementCount, type Shape } from '../../server/src/language/model/shape';
import { knownDifferences, type LayerTableEntry, type LayerTableOutcome } from './layerTableDifferences';

type RawEntry = [string, Shape[], { [name: string]: ArgumentValue }, [Shape, number, string?] | null];

interface LayerTable {
  readonly table: RawEntry[];
  /** By layer: the arguments by position, with their defaults where there are any. */
  readonly signatures: { readonly [layer: string]: readonly (readonly [string, ArgumentValue?])[] };
}

function readFixture(): LayerTable {
  const packed = readFileSync(new URL('./fixtures/layerTable.json.gz', import.meta.url));
  return JSON.parse(gunzipSync(packed).toString('utf8')) as LayerTable;
}

function entriesOf({ table }: LayerTable): readonly LayerTableEntry[] {
  return table.map(([layer, inputs, args, outcome]) => ({
    layer,
    inputs,
    args,
    keras: outcome === null ? null : { output: outcome[0], params: outcome[1], trouble: outcome[2] },
  }));
}

/** Arguments of Keras that the language does not have. */
const leftOut = [
  'lora_rank',
  'lora_alpha',
  'quantization_config',
  'renorm',
  'renorm_clipping',
  'renorm_momentum',
  'synchronized',
  'antialias',
  'name',
  'dtype',
  'trainable',
];

/** Defaults of ours that Keras leaves out, each with its reason in docs/language.md. */
const ownDefaults = ['AvgPool1D.pool_size', 'AvgPool2D.pool_size', 'AvgPool3D.pool_size'];

/** A default as the layers read it, so that 2 and (2, 2) are the same. */
function checkedDefault(parameter: ParameterDefinition, value: ArgumentValue | undefined): ArgumentValue | undefined {
  if (value === undefined) return undefined;
  const check = checkArgument(parameter, value);
  return check.ok ? check.value : value;
}

function ours({ layer, inputs, args }: LayerTableEntry): LayerTableOutcome {
  const definition = layerRegistry.get(layer);
  if (definition === undefined) throw new Error(`There is no layer called ${layer}.`);
  const given = Object.entries(args).map(([name, value]) => ({ name, value }));
  const normalized = normalizeArguments(definition, given);
  const [problem] = normalized.problems;
  if (problem !== undefined) return problem.message;
  const inference = definition.inferShape(inputs, normalized.args);
  if (!inference.ok) return inference.problem.message;
  const weights = definition.weights?.(inputs, normalized.args) ?? [];
  const params = weights
    .map(({ shape }) => elementCount(shape))
    .reduce<number | null>((sum, count) => (sum === null || count === null ? null : sum + count), 0);
  return { output: inference.output, params };
}

function agrees({ keras }: LayerTableEntry, outcome: LayerTableOutcome): boolean {
  if (keras === null || keras.trouble !== undefined) return typeof outcome === 'string';
  if (typeof outcome === 'string') return false;
  return JSON.stringify(outcome.output) === JSON.stringify(keras.output) && outcome.params === keras.params;
}

describe('the layer table of real Keras 3', () => {
  const fixture = readFixture();
  const table = entriesOf(fixture);

  it('has at least 3,000 configurations and covers every layer that Keras has', () => {
    expect(table.length).toBeGreaterThanOrEqual(3000);
    const covered = new Set(table.map(({ layer }) => layerRegistry.get(layer)?.name));
    const missing = layerRegistry.all.filter(({ name }) => !covered.has(name)).map(({ name }) => name);
    // These are ours: functions in Keras, or not there at all.
    const own = missing.filter(
      (name) => !/^(L2Pool|Reduce|LayerScale)/.test(name) && layerRegistry.get(name)?.kerasName !== 'activation',
    );
    expect(own).toEqual([]);
  });

  it('is ours, but for the named differences', () => {
    const different: string[] = [];
    for (const entry of table) {
      const outcome = ours(entry);
      if (agrees(entry, outcome)) continue;
      if (knownDifferences.some(({ applies }) => applies(entry, outcome))) continue;
      different.push(
        `${entry.layer} ${JSON.stringify(entry.args)} on ${JSON.stringify(entry.inputs)}: Keras ${JSON.stringify(entry.keras)}, ours ${JSON.stringify(outcome)}`,
      );
    }
    expect(different).toEqual([]);
  });

  it.each(Object.keys(fixture.signatures))('gives %s the arguments of Keras, in order, with their defaults', (name) => {
    const definition = layerRegistry.get(name);
    const parameters = (definition?.parameters ?? []).filter(({ keywordOnly }) => keywordOnly !== true);
    const keras = (fixture.signatures[name] ?? []).filter(([argument]) => !leftOut.includes(argument));
    expect(parameters.map((parameter) => parameter.name)).toEqual(keras.map(([argument]) => argument));
    for (const [index, parameter] of parameters.entries()) {
      const [, standard] = keras[index] ?? [];
      if (ownDefaults.includes(`${definition?.name}.${parameter.name}`)) continue;
      expect([parameter.name, checkedDefault(parameter, parameter.default)]).toEqual([
        parameter.name,
        checkedDefault(parameter, standard),
      ]);
    }
  });

  it.each(knownDifferences.map((difference) => [difference.why, difference] as const))(
    'differs because %s',
    (_why, { applies }) => {
      expect(
        table.filter((entry) => !agrees(entry, ours(entry)) && applies(entry, ours(entry))).length,
      ).toBeGreaterThan(0);
    },
  );
});
