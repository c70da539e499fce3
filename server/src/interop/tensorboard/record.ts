import { crc32c } from './crc32c';

/**
 * One TFRecord: its length as eight bytes, their checksum, the bytes, and their checksum
 * (tensorflow/core/lib/io/record_writer.h).
 */
export function encodeRecord(data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(16 + data.length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, masked(bytes.subarray(0, 8)), true);
  bytes.set(data, 12);
  view.setUint32(12 + data.length, masked(data), true);
  return bytes;
}

/** A checksum of data that hold checksums is no good: TensorFlow rotates it and adds a constant. */
function masked(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
