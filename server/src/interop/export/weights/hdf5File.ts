/**
 * Writes HDF5 files of the form in which Keras keeps weights, which `import/source/hdf5.ts` reads (HDF Group, "HDF5 File
 * Format Specification" 1.1: superblock 0, object headers 1, groups by symbol tables, contiguous data sets).
 */
import type { Tensor } from '../../../engine/backend';

/** Entries of a node of a group's tree, halved, as the library has them. */
const internalK = 16;
const superblockSize = 96;
const nowhere = 0xffff_ffff_ffff_ffffn;

interface Group {
  readonly [name: string]: Group | Tensor;
}

/** The bytes of a file that has the tensors under their paths: `layers/dense/vars/0`. */
export function encodeHdf5(tensors: ReadonlyMap<string, Tensor>): Uint8Array {
  const root = groupsOf(tensors);
  const writer = new Hdf5Writer(Math.max(4, Math.ceil(widest(root) / 2)));
  return writer.file(root);
}

function groupsOf(tensors: ReadonlyMap<string, Tensor>): Group {
  const root = emptyGroup();
  for (const [path, tensor] of tensors) {
    const names = path.split('/');
    const last = names.pop() ?? '';
    let group = root;
    for (const name of names) {
      const found = group[name];
      if (found !== undefined && isTensor(found)) throw new Error(`${path} goes through a tensor`);
      group = group[name] = found ?? emptyGroup();
    }
    group[last] = tensor;
  }
  return root;
}

function emptyGroup(): { [name: string]: { [name: string]: Group | Tensor } | Tensor } {
  return Object.create(null) as ReturnType<typeof emptyGroup>;
}

function isTensor(value: Group | Tensor): value is Tensor {
  return ArrayBuffer.isView((value as Tensor).data);
}

function widest(group: Group): number {
  const inner = Object.values(group).map((value) => (isTensor(value) ? 0 : widest(value)));
  return Math.max(inner.length, ...inner);
}

class Hdf5Writer {
  private readonly parts: Uint8Array[] = [];
  private end = superblockSize;

  /** `leafK`: half of the most entries of a group, so that each has them in one node. */
  constructor(private readonly leafK: number) {}

  file(root: Group): Uint8Array {
    const address = this.group(root);
    const head = new Fields(superblockSize);
    head.bytes(0, [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]);
    head.bytes(13, [8, 8]);
    head.uint16(16, this.leafK);
    head.uint16(18, internalK);
    head.uint64(32, nowhere);
    head.uint64(40, BigInt(this.end));
    head.uint64(48, nowhere);
    head.uint64(64, BigInt(address));
    const file = new Uint8Array(this.end);
    file.set(head.data);
    let position = superblockSize;
    for (const part of this.parts) {
      file.set(part, position);
      position += part.length;
    }
    return file;
  }

  /** Gives the address of the group's header. */
  private group(group: Group): number {
    const names = Object.keys(group).sort();
    const members = names.map((name) => {
      const value = group[name];
      return value === undefined || !isTensor(value) ? this.group(value ?? {}) : this.dataset(value);
    });
    // The empty name at the start of the heap is the key below all others.
    const texts = names.map((name) => new TextEncoder().encode(`${name}\0`));
    const offsets: number[] = [];
    let size = 8;
    for (const text of texts) {
      offsets.push(size);
      size += padded(text.length);
    }
    const segment = new Fields(size);
    texts.forEach((text, index) => {
      segment.bytes(offsets[index] ?? 0, text);
    });
    const segmentAddress = this.add(segment);
    const heap = new Fields(32);
    heap.text(0, 'HEAP');
    heap.uint64(8, BigInt(size));
    // No block of the segment is free.
    heap.uint64(16, 1n);
    heap.uint64(24, BigInt(segmentAddress));
    const heapAddress = this.add(heap);
    const symbols = new Fields(8 + 2 * this.leafK * 40);
    symbols.text(0, 'SNOD');
    symbols.bytes(4, [1]);
    symbols.uint16(6, names.length);
    members.forEach((member, index) => {
      symbols.uint64(8 + index * 40, BigInt(offsets[index] ?? 0));
      symbols.uint64(16 + index * 40, BigInt(member));
    });
    const symbolsAddress = this.add(symbols);
    const tree = new Fields(24 + (4 * internalK + 1) * 8);
    tree.text(0, 'TREE');
    tree.uint16(6, names.length === 0 ? 0 : 1);
    tree.uint64(8, nowhere);
    tree.uint64(16, nowhere);
    tree.uint64(32, BigInt(symbolsAddress));
    tree.uint64(40, BigInt(offsets.at(-1) ?? 0));
    const treeAddress = this.add(tree);
    const table = new Fields(16);
    table.uint64(0, BigInt(treeAddress));
    table.uint64(8, BigInt(heapAddress));
    return this.header([[0x11, table]]);
  }

  private dataset({ shape, data, dtype }: Tensor): number {
    const address = data.byteLength === 0 ? nowhere : BigInt(this.add({ data: bytesOf(data) }));
    const space = new Fields(8 + 8 * shape.length);
    space.bytes(0, [1, shape.length]);
    shape.forEach((length, axis) => {
      space.uint64(8 + 8 * axis, BigInt(length));
    });
    const type = new Fields(24);
    // IEEE's 32 bits: sign at 31, exponent at 23 with 8 bits and 127 as its zero, mantissa at 0 with 23; or signed whole.
    if (dtype === 'float32') type.bytes(0, [0x11, 0x20, 31, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23, 127]);
    else type.bytes(0, [0x10, 0x08, 0, 0, 4, 0, 0, 0, 0, 0, 32, 0]);
    const fill = new Fields(8);
    fill.bytes(0, [2, 2, 2, 0]);
    const layout = new Fields(24);
    layout.bytes(0, [3, 1]);
    layout.uint64(2, address);
    layout.uint64(10, BigInt(data.byteLength));
    return this.header([
      [0x01, space],
      [0x03, type],
      [0x05, fill],
      [0x08, layout],
    ]);
  }

  private header(messages: readonly (readonly [number, Fields])[]): number {
    const size = messages.reduce((sum, [, { data }]) => sum + 8 + data.length, 0);
    const header = new Fields(16 + size);
    header.bytes(0, [1]);
    header.uint16(2, messages.length);
    header.bytes(4, [1]);
    header.uint32(8, size);
    let position = 16;
    for (const [type, { data }] of messages) {
      header.uint16(position, type);
      header.uint16(position + 2, data.length);
      header.bytes(position + 8, data);
      position += 8 + data.length;
    }
    return this.add(header);
  }

  private add({ data }: { readonly data: Uint8Array }): number {
    const address = this.end;
    const part = data.length % 8 === 0 ? data : new Uint8Array(padded(data.length));
    if (part !== data) part.set(data);
    this.parts.push(part);
    this.end += part.length;
    return address;
  }
}

/** Bytes with little-endian numbers in them. */
class Fields {
  readonly data: Uint8Array;
  private readonly view: DataView;

  constructor(size: number) {
    this.data = new Uint8Array(size);
    this.view = new DataView(this.data.buffer);
  }

  bytes(at: number, values: ArrayLike<number>): void {
    this.data.set(values, at);
  }

  text(at: number, value: string): void {
    this.bytes(at, new TextEncoder().encode(value));
  }

  uint16(at: number, value: number): void {
    this.view.setUint16(at, value, true);
  }

  uint32(at: number, value: number): void {
    this.view.setUint32(at, value, true);
  }

  uint64(at: number, value: bigint): void {
    this.view.setBigUint64(at, value, true);
  }
}

function padded(length: number): number {
  return Math.ceil(length / 8) * 8;
}

function bytesOf(data: Tensor['data']): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
