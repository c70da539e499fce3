/** NumPy's file format, version 1.0 (numpy.org, "numpy.lib.format"): a header of 64-byte multiples, then the values. */
import { open } from 'node:fs/promises';
import type { Tensor } from '../backend';

const types: { readonly [dtype in Tensor['dtype']]: string } = {
  float32: '<f4',
  int32: '<i4',
  uint8: '|u1',
  bool: '|b1',
};

/** One array as a file's bytes. */
export function encodeNpy({ dtype, shape, data }: Tensor): Uint8Array {
  const head = header(dtype, shape);
  const bytes = new Uint8Array(head.length + data.byteLength);
  bytes.set(head);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), head.length);
  return bytes;
}

/** Writes the pieces of one array along its first axis; `rows` is their sum. */
export async function writeNpy(
  file: string,
  rows: number,
  pieces: AsyncIterable<Tensor> | Iterable<Tensor>,
): Promise<void> {
  const handle = await open(file, 'w');
  try {
    let headed = false;
    for await (const { dtype, shape, data } of pieces) {
      if (!headed) await handle.write(header(dtype, [rows, ...shape.slice(1)]));
      headed = true;
      await handle.write(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    }
  } finally {
    await handle.close();
  }
}

function header(dtype: Tensor['dtype'], shape: Tensor['shape']): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0] ?? 0},` : shape.join(', ');
  const text = `{'descr': '${types[dtype]}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const bytes = new Uint8Array(10 + length).fill(0x20);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 0xff, length >> 8]);
  bytes.set(new TextEncoder().encode(text), 10);
  bytes[bytes.length - 1] = 0x0a;
  return bytes;
}
