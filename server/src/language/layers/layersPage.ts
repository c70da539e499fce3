import type { LayerCategory } from './definition';
import { layerDocumentation } from './documentation';
import { layerRegistry } from './registry';

const titles: { readonly [category in LayerCategory]: string } = {
  convolution: 'Convolution',
  pooling: 'Pooling',
  core: 'Core',
  activation: 'Activation',
  normalization: 'Normalization',
  regularization: 'Regularization',
  merging: 'Merging',
  reshaping: 'Reshaping',
  reduction: 'Reduction',
  preprocessing: 'Preprocessing',
};

/** The reference of all layers, `docs/layers.md`: by category, each with its signature and a line an argument. */
export function layersPage(): string {
  const categories = [...new Set(layerRegistry.all.map(({ category }) => category))];
  const sections = categories.map((category) => {
    const layers = layerRegistry.all.filter((layer) => layer.category === category);
    return `## ${titles[category]}\n\n${layers.map((layer) => `### ${layer.name}\n\n${layerDocumentation(layer)}`).join('\n')}`;
  });
  const start = [
    '# Layers',
    '',
    '<!-- Made by scripts/layersPage.mjs from the definitions of the layers; a test holds it to them. -->',
    '',
    "Names, arguments, their order and their defaults are those of Keras 3. [language.md](language.md) says how layers are put together. Every layer's arguments can be set for a whole file by `defaults`.",
    '',
  ].join('\n');
  return `${start}\n${sections.join('\n')}`;
}
