import { toSnakeCase } from '../../../language/model/kerasName';
import type { KerasModel } from '../keras/kerasModel';
import { operationName } from '../keras/operations';
import { readHdf5 } from '../source/hdf5';
import { float32, type WeightSource } from './weightSource';

/** The weights of a `.weights.h5` file of Keras 3 (keras/src/saving/saving_lib.py), whose groups are named by class. */
export function kerasWeights(bytes: Uint8Array, model: KerasModel, place: string): WeightSource {
  const arrays = readHdf5(bytes, place);
  const groups = new Map<string, string>();
  nameGroups(model, [], '', groups);
  return {
    find: (path, { index }) => {
      const group = groups.get(path.join('\n'));
      const array = group === undefined ? undefined : arrays.get(`${group}/vars/${index}`);
      return array && float32(array.shape, array.values);
    },
  };
}

/** `conv2d`, `conv2d_1`, … in the order of the layers, whatever their names are. */
function nameGroups(model: KerasModel, path: readonly string[], prefix: string, groups: Map<string, string>): void {
  const counts = new Map<string, number>();
  for (const layer of model.layers) {
    if (operationName(layer) !== undefined) continue;
    const base = toSnakeCase(layer.className.slice(layer.className.lastIndexOf('>') + 1));
    const count = counts.get(base) ?? 0;
    counts.set(base, count + 1);
    const group = `${prefix === '' ? '' : `${prefix}/`}layers/${count === 0 ? base : `${base}_${count}`}`;
    groups.set([...path, layer.name].join('\n'), group);
    if (layer.model !== undefined) nameGroups(layer.model, [...path, layer.name], group, groups);
  }
}
