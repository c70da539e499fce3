import { ImportProblem } from '../importProblem';
import { isObject, listAt, objectAt, own, textAt, type JsonObject } from '../source/readJson';
import { float32, type WeightSource } from './weightSource';

/** Reads a file that stands beside the model's; undefined where there is none. */
export type ReadBeside = (name: string) => Promise<Uint8Array | undefined>;

/** The weights of a TensorFlow.js `model.json`: a manifest of names and shapes, and shards of bytes in its order. */
export async function tfjsWeights(json: JsonObject, readBeside: ReadBeside, place: string): Promise<WeightSource> {
  const found = new Map<string, { shape: readonly number[]; values: Float32Array }>();
  for (const [index, entry] of listAt(own(json, 'weightsManifest') ?? [], `${place}.weightsManifest`).entries()) {
    const where = `${place}.weightsManifest[${index}]`;
    const group = objectAt(entry, where);
    const shards: Uint8Array[] = [];
    for (const path of listAt(own(group, 'paths'), `${where}.paths`)) {
      const name = textAt(path, `${where}.paths`);
      if (!/^[^/\\]+$/.test(name) || name.startsWith('..'))
        throw new ImportProblem(`the shard "${name}" is outside the model's folder`, where, next);
      const bytes = await readBeside(name);
      if (bytes === undefined) throw new ImportProblem(`the shard "${name}" is missing`, where, next);
      shards.push(bytes);
    }
    readGroup(joined(shards), listAt(own(group, 'weights'), `${where}.weights`), where, found);
  }
  return {
    find: (path, { name }) => {
      const layer = path.at(-1) ?? '';
      const exact = found.get(`${path.join('/')}/${name}`) ?? found.get(`${layer}/${name}`);
      const match = exact ?? [...found].find(([key]) => key.endsWith(`/${layer}/${name}`))?.[1];
      return match && float32(match.shape, match.values);
    },
  };
}

const next = 'Put all files that belong to model.json into one folder.';

function readGroup(
  bytes: Uint8Array,
  weights: readonly unknown[],
  place: string,
  found: Map<string, { shape: readonly number[]; values: Float32Array }>,
): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 0;
  for (const [index, entry] of weights.entries()) {
    const where = `${place}.weights[${index}]`;
    const weight = objectAt(entry, where);
    const name = textAt(own(weight, 'name'), `${where}.name`);
    const shape = listAt(own(weight, 'shape'), `${where}.shape`).map(Number);
    const quantization = own(weight, 'quantization');
    const stored = isObject(quantization) ? own(quantization, 'dtype') : own(weight, 'dtype');
    const size = sizes.get(stored);
    const count = shape.reduce((product, length) => product * length, 1);
    if (size === undefined) throw new ImportProblem(`"${name}" is of the type ${String(stored)}`, where, next);
    if (!Number.isSafeInteger(count) || count < 0 || offset + count * size > bytes.length)
      throw new ImportProblem(`"${name}" needs more bytes than the shards have`, where, next);
    const [scale, least] = isObject(quantization)
      ? [Number(own(quantization, 'scale') ?? 1), Number(own(quantization, 'min') ?? 0)]
      : [1, 0];
    const values = new Float32Array(count);
    for (let at = 0; at < count; at += 1) values[at] = valueAt(view, offset + at * size, stored) * scale + least;
    found.set(name.replace(/:\d+$/, ''), { shape, values });
    offset += count * size;
  }
}

const sizes: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  ['float32', 4],
  ['int32', 4],
  ['uint16', 2],
  ['uint8', 1],
  ['bool', 1],
]);

function valueAt(view: DataView, offset: number, type: unknown): number {
  if (type === 'float32') return view.getFloat32(offset, true);
  if (type === 'int32') return view.getInt32(offset, true);
  return type === 'uint16' ? view.getUint16(offset, true) : view.getUint8(offset);
}

function joined(shards: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(shards.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const shard of shards) {
    result.set(shard, offset);
    offset += shard.length;
  }
  return result;
}
