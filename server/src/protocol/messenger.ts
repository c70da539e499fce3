/**
 * Messages over a byte stream: a frame is its length as four bytes, most significant first, and then the
 * message in V8's structured serialization, so that typed arrays, NaN and infinities survive.
 */
import { deserialize, serialize } from 'node:v8';
import type { Duplex } from 'node:stream';
import type * as z from 'zod';

/** A frame that claims more than this ends the connection before anything is allocated for it. */
export const frameLimit = 64 * 1024 * 1024;

export interface Messenger<Outgoing> {
  /** Queues a message; false once the stream has ended. */
  send(message: Outgoing): boolean;
  /** Ends the stream after what is queued. */
  close(): void;
  /** Frames that were no valid message and were dropped. */
  readonly dropped: number;
}

export interface MessengerOptions<Incoming> {
  /** What may come in; everything else is dropped and counted. */
  readonly schema: z.ZodType<Incoming>;
  readonly onMessage: (message: Incoming) => void;
  /** Called once, whatever ended the stream: the other side, an error, or an oversized frame. */
  readonly onClose?: (error: Error | undefined) => void;
  readonly limit?: number;
}

/** Speaks over a stream until it ends. */
export function createMessenger<Incoming, Outgoing>(
  stream: Duplex,
  options: MessengerOptions<Incoming>,
): Messenger<Outgoing> {
  let dropped = 0;
  let closed = false;
  let failure: Error | undefined;
  const decoder = createFrameDecoder(options.limit ?? frameLimit);

  const receive = (payload: Uint8Array): void => {
    const message = options.schema.safeParse(decode(payload));
    if (message.success) options.onMessage(message.data);
    else dropped += 1;
  };
  const end = (): void => {
    if (closed) return;
    closed = true;
    options.onClose?.(failure);
  };

  stream.on('data', (chunk: Uint8Array) => {
    try {
      for (const payload of decoder.push(chunk)) receive(payload);
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error));
      stream.destroy();
    }
  });
  stream.on('error', (error: Error) => {
    failure ??= error;
  });
  stream.on('close', end);
  stream.on('end', () => stream.end());

  return {
    send: (message) => {
      if (closed || stream.destroyed || stream.writableEnded) return false;
      stream.write(encodeFrame(message));
      return true;
    },
    close: () => stream.end(),
    get dropped() {
      return dropped;
    },
  };
}

/** One message as a frame. */
export function encodeFrame(message: unknown): Uint8Array {
  const payload = serialize(message);
  const frame = new Uint8Array(4 + payload.byteLength);
  new DataView(frame.buffer).setUint32(0, payload.byteLength);
  frame.set(payload, 4);
  return frame;
}

export interface FrameDecoder {
  /** The payloads that this chunk completes, to be taken one by one: a RangeError ends them at a frame over the limit. */
  push(chunk: Uint8Array): Iterable<Uint8Array>;
}

/** Cuts a stream of chunks back into payloads; holds at most one unfinished frame. */
export function createFrameDecoder(limit: number = frameLimit): FrameDecoder {
  let chunks: Uint8Array[] = [];
  let available = 0;
  let expected: number | undefined;

  const take = (length: number): Uint8Array => {
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const chunk = chunks[0];
      if (chunk === undefined) break;
      const part = chunk.subarray(0, length - filled);
      bytes.set(part, filled);
      filled += part.length;
      if (part.length === chunk.length) chunks.shift();
      else chunks[0] = chunk.subarray(part.length);
    }
    available -= length;
    return bytes;
  };

  function* payloads(): Generator<Uint8Array> {
    for (;;) {
      if (expected === undefined) {
        if (available < 4) return;
        expected = new DataView(take(4).buffer).getUint32(0);
        if (expected > limit) {
          chunks = [];
          throw new RangeError(`a message of ${expected} bytes is over the limit of ${limit} bytes`);
        }
      }
      if (available < expected) return;
      const payload = take(expected);
      expected = undefined;
      yield payload;
    }
  }

  return {
    push: (chunk) => {
      if (chunk.length > 0) chunks.push(chunk);
      available += chunk.length;
      return payloads();
    },
  };
}

/** The value in a payload; undefined, which no schema takes, where there is none. */
function decode(payload: Uint8Array): unknown {
  try {
    return deserialize(payload);
  } catch {
    return undefined;
  }
}
