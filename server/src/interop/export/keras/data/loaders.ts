import { ExportProblem } from '../../exportProblem';
import { idxLines, npyLines, npzLines } from './arrayLines';
import { imageLines } from './imageLines';
import { argument, listText, type LoadContext } from './loadContext';
import { csvLines } from './tableLines';

/** The body of the loading function, up to `train` and `test`. */
export function loadLines(context: LoadContext): readonly string[] {
  const { request } = context;
  const kind = request.source.startsWith('shapes.') ? 'shapes' : request.source;
  const loader = Object.hasOwn(loaders, kind) ? loaders[kind] : undefined;
  if (loader === undefined)
    throw new ExportProblem(
      'keras',
      undefined,
      `the data ${context.name} come from ${request.source}, which Shapewright draws itself and Python does not know`,
    );
  return loader(context);
}

const loaders: { readonly [source: string]: (context: LoadContext) => readonly string[] } = {
  mnist: (context) => datasetLines(context, 'mnist', '[..., np.newaxis]'),
  fashion_mnist: (context) => datasetLines(context, 'fashion_mnist', '[..., np.newaxis]'),
  cifar10: (context) => datasetLines(context, 'cifar10', ''),
  cifar100: (context) => datasetLines(context, 'cifar100', ''),
  csv: csvLines,
  npz: npzLines,
  npy: npyLines,
  idx: idxLines,
  images: imageLines,
  sample: sampleLines,
};

function datasetLines({ request, script }: LoadContext, name: string, channel: string): readonly string[] {
  script.import('import keras');
  if (channel !== '') script.import('import numpy as np');
  const mode = argument(request, 'labels', 0) === 'coarse' ? 'label_mode="coarse"' : '';
  const label = channel === '' ? '.reshape(-1)' : '';
  return [
    `    (x_train, y_train), (x_test, y_test) = keras.datasets.${name}.load_data(${mode})`,
    `    train = {"image": x_train${channel}, "label": y_train${label}.astype("int32")}`,
    `    test = {"image": x_test${channel}, "label": y_test${label}.astype("int32")}`,
  ];
}

/** The two photographs that come with scikit-learn. */
function sampleLines({ request, script }: LoadContext): readonly string[] {
  script.import('import numpy as np');
  script.import('from sklearn.datasets import load_sample_image');
  const given = [...request.positional, ...Object.values(request.named)].filter((value) => typeof value === 'string');
  const files = (given.length === 0 ? ['china', 'flower'] : given).map((name) => `${name}.jpg`);
  return [
    `    train = {"image": np.stack([load_sample_image(name) for name in ${listText(files)}])}`,
    '    test = None',
  ];
}
