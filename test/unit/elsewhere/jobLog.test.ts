import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createJobLogReader, type JobFile } from '../../../server/src/engine/elsewhere/jobLog';
import { eventLine } from '../../../server/src/engine/runs/eventLog';
import type { RunEvent } from '../../../server/src/protocol/runEvents';

const warning: RunEvent = {
  event: 'warning',
  code: 'ray/worker-lost',
  message: 'A worker was lost.',
  sequence: 3,
  attempt: 1,
  time: 5,
};

function read(pieces: readonly string[]): {
  readonly events: readonly RunEvent[];
  readonly files: readonly JobFile[];
  readonly texts: readonly string[];
} {
  const events: RunEvent[] = [];
  const files: JobFile[] = [];
  const texts: string[] = [];
  const reader = createJobLogReader({
    onEvent: (event) => events.push(event),
    onFile: (file) => files.push(file),
    onText: (line) => texts.push(line),
  });
  for (const piece of pieces) reader.feed(piece);
  return { events, files, texts };
}

function fileLines(content: Uint8Array, size: number): string {
  const text = Buffer.from(content).toString('base64');
  const chunks = text.match(new RegExp(`.{1,${size}}`, 'g')) ?? [];
  const head = {
    file: 'checkpoints/step-000000010.safetensors',
    sha256: createHash('sha256').update(content).digest('hex'),
  };
  return chunks
    .map((data, chunk) => `shapewright-checkpoint ${JSON.stringify({ ...head, chunk, chunks: chunks.length, data })}\n`)
    .join('');
}

describe('the log of a job', () => {
  test('gives events, files and other lines, wherever the pieces are cut', () => {
    const content = Uint8Array.from({ length: 100 }, (_, index) => index);
    const log = `Running entrypoint\n${eventLine(warning)}${fileLines(content, 10)}`;
    const whole = read([log]);
    expect(whole.events).toEqual([warning]);
    expect(whole.texts).toEqual(['Running entrypoint']);
    expect(whole.files.map(({ name, content: bytes }) => [name, bytes])).toEqual([
      ['checkpoints/step-000000010.safetensors', content],
    ]);
    expect(read([...log])).toEqual(whole);
    expect(read([log.replaceAll('\n', '\r\n')])).toEqual(whole);
  });

  test('leaves out what is damaged', () => {
    const lines = fileLines(new Uint8Array(100), 10).split('\n');
    expect(read([lines.filter((_, index) => index !== 3).join('\n')]).files).toEqual([]);
    expect(read([fileLines(new Uint8Array(100), 200).replace('AAAA', 'AAAB')]).files).toEqual([]);
    expect(read([eventLine(warning).replace('lost', 'gone')]).events).toEqual([]);
  });

  test('takes no file of another name than a checkpoint’s', () => {
    const named = { sha256: '0'.repeat(64), size: 1 };
    const line = (file: string): string => `shapewright-checkpoint ${JSON.stringify({ ...named, file })}\n`;
    expect(read([line('../../run.json'), line('checkpoints/../x.safetensors')]).files).toEqual([]);
    expect(read([line('snapshots/epoch-000001.safetensors')]).files).toHaveLength(1);
  });
});
