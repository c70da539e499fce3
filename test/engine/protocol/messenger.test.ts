import { Duplex, PassThrough } from 'node:stream';
import { serialize } from 'node:v8';
import { describe, expect, test } from 'vitest';
import { wordStream } from '../../../server/src/engine/training/random';
import type { FromEngine } from '../../../server/src/protocol/engineMessages';
import {
  engineRequestSchema,
  fromEngineSchema,
  toEngineSchema,
} from '../../../server/src/protocol/engineMessageSchema';
import { createFrameDecoder, createMessenger, encodeFrame } from '../../../server/src/protocol/messenger';

const attached: FromEngine = { type: 'attached', protocolVersion: 1, run: 'R', pid: 5 };
const events: FromEngine = {
  type: 'events',
  events: [
    {
      event: 'epoch',
      sequence: 1,
      attempt: 1,
      time: 2,
      epoch: 1,
      logs: { loss: Number.NaN, x: Infinity, y: -Infinity, z: -0 },
      seconds: 1,
    },
    { event: 'end', sequence: 2, attempt: 1, time: 3, reason: 'completed' },
  ],
};

/** Feeds bytes in chunks of the sizes drawn and gives what arrives. */
async function receive(
  bytes: Uint8Array,
  chunkSize: () => number,
  limit?: number,
): Promise<{ messages: FromEngine[]; dropped: number; error: Error | undefined }> {
  const input = new PassThrough();
  const stream = Duplex.from({ readable: input, writable: new PassThrough().resume() });
  const messages: FromEngine[] = [];
  let error: Error | undefined;
  const closed = new Promise<number>((resolve) => {
    const messenger = createMessenger<FromEngine, never>(stream, {
      schema: fromEngineSchema,
      onMessage: (message) => messages.push(message),
      onClose: (reason) => {
        error = reason;
        resolve(messenger.dropped);
      },
      ...(limit === undefined ? {} : { limit }),
    });
  });
  for (let start = 0; start < bytes.length;) {
    const size = chunkSize();
    input.write(bytes.slice(start, start + size));
    start += size;
  }
  input.end();
  return { messages, dropped: await closed, error };
}

test('messages arrive whole in chunks of any size, NaN and infinities included', async () => {
  const bytes = new Uint8Array(Buffer.concat([encodeFrame(attached), encodeFrame(events), encodeFrame(attached)]));
  const draw = wordStream([1, 1], 1);
  for (let round = 0; round < 50; round += 1) {
    const { messages, dropped } = await receive(bytes, () => 1 + (draw() % 40));
    expect(messages).toEqual([attached, events, attached]);
    expect(dropped).toBe(0);
  }
});

test('malformed messages are dropped and counted, the rest arrives', async () => {
  const wrong = [
    null,
    5,
    'attached',
    {},
    { type: 'attached' },
    { ...attached, pid: -1 },
    { type: 'events', events: [{ event: 'end' }] },
  ];
  const frames = wrong.map((message) => encodeFrame(message));
  const noMessage = new Uint8Array([0, 0, 0, 3, 1, 2, 3]);
  const bytes = new Uint8Array(Buffer.concat([encodeFrame(attached), ...frames, noMessage, encodeFrame(events)]));
  const { messages, dropped } = await receive(bytes, () => 1000);
  expect(messages).toEqual([attached, events]);
  expect(dropped).toBe(wrong.length + 1);
});

test('a frame over the limit ends the connection before it is allocated', async () => {
  const { messages, error } = await receive(
    new Uint8Array(Buffer.concat([encodeFrame(attached), Uint8Array.of(255, 255, 255, 255, 1)])),
    () => 7,
    1000,
  );
  expect(messages).toEqual([attached]);
  expect(error).toBeInstanceOf(RangeError);
});

test('20,000 damaged streams give valid messages or none, and never throw out of the decoder but for its limit', () => {
  const whole = new Uint8Array(Buffer.concat([encodeFrame(attached), encodeFrame(events)]));
  const draw = wordStream([2, 2], 2);
  for (let round = 0; round < 20_000; round += 1) {
    const bytes = whole.slice(0, 1 + (draw() % whole.length));
    for (let count = draw() % 6; count > 0; count -= 1) bytes[draw() % bytes.length] = draw() % 256;
    const decoder = createFrameDecoder(4096);
    try {
      for (const payload of decoder.push(bytes)) expect(payload.length).toBeLessThanOrEqual(4096);
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
    }
  }
});

describe('what a border takes', () => {
  test('typed arrays survive the frame', () => {
    const [payload] = createFrameDecoder().push(encodeFrame({ values: Float32Array.of(1, Number.NaN) }));
    expect(payload).toEqual(new Uint8Array(serialize({ values: Float32Array.of(1, Number.NaN) })));
  });

  test.each([{ type: 'eval' }, { type: 'attach' }, { type: 'attach', protocolVersion: 1, sequence: -1 }, []])(
    'no other message to the engine: %j',
    (message) => {
      expect(toEngineSchema.safeParse(message).success).toBe(false);
    },
  );

  test('a request is taken whole', () => {
    const request = { folder: '/r', file: '/a.nn', source: '', train: 'A', engine: 'auto', epochs: 1 };
    expect(engineRequestSchema.safeParse(request).data).toEqual(request);
    for (const change of [{ engine: 'gpu' }, { epochs: 0 }, { epochs: 1.5 }, { dataFolders: { mnist: 5 } }]) {
      expect(engineRequestSchema.safeParse({ ...request, ...change }).success).toBe(false);
    }
  });
});
