/**
 * TensorBoard's event files: records of `tensorflow.Event` messages (tensorflow/core/util/event.proto), a scalar
 * as `Summary.Value.simple_value`, which every version of TensorBoard shows.
 */
import { encodeRecord } from './record';

export interface ScalarPoint {
  readonly tag: string;
  readonly step: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly value: number;
}

/** The bytes of an event file: the version first, then the points in their order. */
export function encodeEventFile(points: readonly ScalarPoint[]): Uint8Array {
  const start = points[0]?.time ?? 0;
  const version = message([double(1, start / 1000), text(3, 'brain.Event:2')]);
  const events = points.map(({ tag, step, time, value }) => {
    const entry = message([text(1, tag), float(2, value)]);
    return message([double(1, time / 1000), integer(2, step), embedded(5, message([embedded(1, entry)]))]);
  });
  return concatenate([version, ...events].map(encodeRecord));
}

/** What TensorBoard looks for: `events.out.tfevents.SECONDS.HOST`. The host's name is nobody's business. */
export function eventFileName(milliseconds: number): string {
  return `events.out.tfevents.${String(Math.floor(milliseconds / 1000)).padStart(10, '0')}.shapewright`;
}

/** Fields of Protocol Buffers (protobuf.dev/programming-guides/encoding): a tag of number and wire type, and the value. */
function message(fields: readonly Uint8Array[]): Uint8Array {
  return concatenate(fields);
}

function double(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return concatenate([varint((field << 3) | 1), bytes]);
}

function float(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return concatenate([varint((field << 3) | 5), bytes]);
}

/** Zero is the default and is left out, as protobuf's own writers do. */
function integer(field: number, value: number): Uint8Array {
  return value === 0 ? new Uint8Array(0) : concatenate([varint(field << 3), varint(value)]);
}

function text(field: number, value: string): Uint8Array {
  return embedded(field, new TextEncoder().encode(value));
}

function embedded(field: number, bytes: Uint8Array): Uint8Array {
  return concatenate([varint((field << 3) | 2), varint(bytes.length), bytes]);
}

/** Seven bits a byte, the lowest first; numbers up to 2⁵³. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
