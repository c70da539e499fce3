/**
 * The HDF5 files in which Keras keeps weights (HDF Group, "HDF5 File Format Specification" 1.1: superblock 0,
 * object headers 1, groups by symbol tables, contiguous data sets), and no more of the format: a library for all of
 * it would be larger than the extension. Every offset is checked and every chain counted.
 */
import { ImportProblem } from '../importProblem';

export interface Hdf5Array {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

const objectLimit = 200_000;
const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

export function isHdf5(bytes: Uint8Array): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

/** The data sets by path: `layers/conv2d/vars/0`. Throws an ImportProblem where the file is damaged. */
export function readHdf5(bytes: Uint8Array, place: string): ReadonlyMap<string, Hdf5Array> {
  return new Hdf5Reader(bytes, place).read();
}

interface Message {
  readonly type: number;
  readonly start: number;
  readonly size: number;
}

class Hdf5Reader {
  private readonly view: DataView;
  private readonly arrays = new Map<string, Hdf5Array>();
  private objects = 0;
  private readonly open = new Set<number>();

  constructor(
    private readonly bytes: Uint8Array,
    private readonly place: string,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  read(): ReadonlyMap<string, Hdf5Array> {
    if (!isHdf5(this.bytes)) throw this.damaged('it is no HDF5 file');
    if (this.byte(8) !== 0 || this.byte(13) !== 8 || this.byte(14) !== 8)
      throw this.damaged('it is written in a newer form of HDF5 than Keras writes');
    this.object(this.offset(64), '');
    return this.arrays;
  }

  /** A group or a data set. */
  private object(address: number, path: string): void {
    this.count();
    if (this.open.has(address)) throw this.damaged(`${path || '/'} contains itself`);
    this.open.add(address);
    const messages = this.messages(address);
    const table = messages.find(({ type }) => type === 0x11);
    if (table !== undefined) this.group(this.offset(table.start), this.offset(table.start + 8), path);
    else if (messages.some(({ type }) => type === 0x08)) this.dataset(messages, path);
    this.open.delete(address);
  }

  private messages(address: number): readonly Message[] {
    if (this.byte(address) !== 1)
      throw this.damaged(`the object at ${address} has a header of version ${this.byte(address)}`);
    const total = this.view.getUint16(this.within(address + 2, 2), true);
    const blocks: [number, number][] = [[address + 16, this.uint32(address + 8)]];
    const messages: Message[] = [];
    for (let block = blocks.shift(); block !== undefined && messages.length < total; block = blocks.shift()) {
      let [position] = block;
      const end = block[0] + block[1];
      while (position + 8 <= end && messages.length < total) {
        this.count();
        const message = {
          type: this.view.getUint16(this.within(position, 8), true),
          start: position + 8,
          size: this.view.getUint16(position + 2, true),
        };
        messages.push(message);
        if (message.type === 0x10) blocks.push([this.offset(message.start), this.offset(message.start + 8)]);
        position = message.start + message.size;
      }
    }
    return messages;
  }

  private group(tree: number, heap: number, path: string): void {
    this.expect(heap, 'HEAP');
    const names = this.offset(heap + 24);
    const visit = (node: number, depth: number): void => {
      this.count();
      this.expect(node, 'TREE');
      const [level, used] = [this.byte(node + 5), this.view.getUint16(this.within(node + 6, 2), true)];
      if (depth > 32) throw this.damaged(`the group ${path || '/'} is nested too deep`);
      for (let index = 0; index < used; index += 1) {
        const child = this.offset(node + 24 + 8 + index * 16);
        if (level > 0) visit(child, depth + 1);
        else this.symbols(child, names, path);
      }
    };
    visit(tree, 0);
  }

  private symbols(node: number, names: number, path: string): void {
    this.expect(node, 'SNOD');
    const used = this.view.getUint16(this.within(node + 6, 2), true);
    for (let index = 0; index < used; index += 1) {
      const entry = node + 8 + index * 40;
      const name = this.text(names + this.offset(entry));
      this.object(this.offset(entry + 8), path === '' ? name : `${path}/${name}`);
    }
  }

  private dataset(messages: readonly Message[], path: string): void {
    const find = (type: number): Message => {
      const message = messages.find((candidate) => candidate.type === type);
      if (message === undefined) throw this.damaged(`${path} is incomplete`);
      return message;
    };
    const shape = this.shape(find(0x01).start, path);
    const type = find(0x03).start;
    const layout = find(0x08).start;
    const [kind, size] = [this.byte(type) & 0x0f, this.uint32(type + 4)];
    // Numbers of other kinds (states of random generators, for one) are no weights.
    if (kind !== 1 || (size !== 4 && size !== 8) || (this.byte(type + 1) & 1) !== 0) return;
    if (this.byte(layout) !== 3 || this.byte(layout + 1) !== 1)
      throw this.damaged(`${path} is stored in pieces, which Keras does not do`);
    const count = shape.reduce((product, length) => product * length, 1);
    if (!Number.isSafeInteger(count)) throw this.damaged(`${path} has impossible sizes`);
    if (count === 0) return;
    const start = this.within(this.offset(layout + 2), count * size);
    const values = new Float32Array(count);
    for (let index = 0; index < count; index += 1)
      values[index] =
        size === 4 ? this.view.getFloat32(start + index * 4, true) : this.view.getFloat64(start + index * 8, true);
    this.arrays.set(path, { shape, values });
  }

  private shape(start: number, path: string): readonly number[] {
    const version = this.byte(start);
    if (version !== 1 && version !== 2) throw this.damaged(`${path} has sizes of an unknown form`);
    const rank = this.byte(start + 1);
    return Array.from({ length: rank }, (_, axis) => this.offset(start + (version === 1 ? 8 : 4) + axis * 8));
  }

  private expect(address: number, text: string): void {
    this.within(address, 8);
    for (let index = 0; index < 4; index += 1)
      if (this.bytes[address + index] !== text.charCodeAt(index))
        throw this.damaged(`${text} is missing at ${address}`);
  }

  private text(address: number): string {
    const end = this.bytes.indexOf(0, this.within(address, 1));
    if (end < 0 || end - address > 4096) throw this.damaged(`there is no name at ${address}`);
    return new TextDecoder().decode(this.bytes.subarray(address, end));
  }

  private count(): void {
    this.objects += 1;
    if (this.objects > objectLimit) throw this.damaged(`it has more than ${objectLimit} parts`);
  }

  private byte(address: number): number {
    return this.view.getUint8(this.within(address, 1));
  }

  private uint32(address: number): number {
    return this.view.getUint32(this.within(address, 4), true);
  }

  private offset(address: number): number {
    const value = this.view.getBigUint64(this.within(address, 8), true);
    return value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(value);
  }

  private within(address: number, length: number): number {
    if (address >= 0 && address + length <= this.bytes.length) return address;
    throw this.damaged(`it points to ${address}, outside its ${this.bytes.length} bytes`);
  }

  private damaged(reason: string): ImportProblem {
    return new ImportProblem(reason, this.place, 'Save the weights again with Keras 3, or fetch the file again.');
  }
}
