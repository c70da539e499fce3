import type { DataDescription, DataPart } from '../../server/src/language/data/description';

const photo: DataPart = { name: 'image', shape: [null, null, 3], type: 'uint8', range: [0, 255], classes: undefined };

function column(name: string): DataPart {
  return { name, shape: [], type: 'float32', range: undefined, classes: undefined };
}

function labels(name: string, classes: readonly string[], shape: DataPart['shape'] = []): DataPart {
  return { name, shape, type: 'class', range: undefined, classes };
}

function series(name: string): DataDescription {
  return { parts: [{ ...column(name), shape: [null, 1] }], target: undefined, examples: { train: 1, test: 0 } };
}

/** What the files that the shared programs name would hold. */
export const programData: { readonly [file: string]: DataDescription } = {
  'co2-weekly.csv': series('co2'),
  'trends.csv': series('machine learning'),
  'homes.csv': {
    parts: [
      { ...photo, name: 'photo' },
      column('rooms'),
      column('area'),
      column('year built'),
      column('price'),
      column('sold'),
    ],
    target: undefined,
    examples: { train: 400, test: 100 },
  },
  pets: { parts: [photo, labels('label', ['cat', 'dog'])], target: 'label', examples: { train: 800, test: 200 } },
  scenes: {
    parts: [
      photo,
      labels(
        'label',
        Array.from({ length: 20 }, (_, index) => `scene${index}`),
      ),
    ],
    target: 'label',
    examples: { train: 2000, test: 0 },
  },
  'cells/images': {
    parts: [photo, labels('mask', ['outside', 'cell'], [null, null])],
    target: 'mask',
    examples: { train: 80, test: 20 },
  },
};
