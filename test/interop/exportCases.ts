/** The models that exports are tried on: those of the samples and of the shared programs, and made-up layers. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '../../server/src/language/analyze';
import { layerRegistry } from '../../server/src/language/layers/registry';
import type { DocumentAnalysis, ModelAnalysis } from '../../server/src/language/model/graph';
import { formatShape, type Shape } from '../../server/src/language/model/shape';
import { chance, pick, whole } from '../helpers/dice';
import { programData } from '../helpers/programData';
import { randomLayer } from '../helpers/randomLayer';
import { seededRandom } from '../helpers/seededRandom';
import { testHost } from '../helpers/testHost';

export interface ExportCase {
  readonly name: string;
  readonly analysis: DocumentAnalysis;
  readonly model: ModelAnalysis;
}

const folders = ['samples', 'samples/networks', 'test/fixtures/programs'];

/** Every complete model of the samples and the shared programs. */
export function programCases(root: string): readonly ExportCase[] {
  const inSamples = Object.entries(programData).map(([file, description]) => [`data/${file}`, description] as const);
  const data = { ...programData, ...Object.fromEntries(inSamples) };
  return folders.flatMap((folder) => {
    const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.nn'));
    const files = Object.fromEntries(
      names.map((name) => [`file:///${name}`, readFileSync(join(root, folder, name), 'utf8')]),
    );
    return names.flatMap((name) => {
      const uri = `file:///${name}`;
      const analysis = analyze({ uri, version: 1, text: files[uri] ?? '' }, testHost(files, data));
      return analysis.models.map((model) => ({
        name: `${folder.split('/').at(-1) ?? ''}_${name.replace('.nn', '')}_${model.graph.name}`,
        analysis,
        model,
      }));
    });
  });
}

/** Models of one made-up layer each, merging layers included; the same for the same seed. */
export function layerCases(count: number, seed: number): readonly ExportCase[] {
  const random = seededRandom(seed);
  const merging = layerRegistry.all.filter(({ category, name }) => category === 'merging' && name !== 'Dot');
  const cases: ExportCase[] = [];
  for (let attempt = 0; cases.length < count && attempt < 20 * count; attempt += 1) {
    const shape = randomShape(random);
    const text = chance(0.06, random)
      ? mergeText(pick(merging, random).name, shape)
      : flowText(shape, randomLayer(shape, random)?.text);
    if (text === undefined) continue;
    const analysis = analyze({ uri: 'file:///made.nn', version: 1, text }, testHost());
    const [model] = analysis.models;
    if (model?.graph.complete === true && isSound(model))
      cases.push({ name: `layer_${cases.length}`, analysis, model });
  }
  return cases;
}

/** The activations' axes are checked by the compiler alone. */
function isSound({ graph }: ModelAnalysis): boolean {
  return graph.nodes.every(({ args, output = [] }) => {
    const { axis } = args;
    return typeof axis !== 'number' || Math.abs(axis) <= output.length;
  });
}

function randomShape(random: () => number): Shape {
  const rank = pick([0, 1, 1, 2, 2, 2, 3], random);
  const sizes = Array.from({ length: rank }, () => whole(3, rank === 3 ? 6 : 11, random));
  return [...sizes, pick([1, 2, 3, 4, 6], random)];
}

function flowText(shape: Shape, layer: string | undefined): string | undefined {
  return layer === undefined ? undefined : `model Made {\n  input ${formatShape(shape)} -> ${layer}\n}\n`;
}

function mergeText(name: string, shape: Shape): string {
  return `model Made {\n  a = input ${formatShape(shape)}\n  b = input ${formatShape(shape)}\n  ${name}(a, b)\n}\n`;
}
