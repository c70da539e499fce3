/** The log of a training elsewhere: lines that are events, lines that carry files, and whatever else programs say. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { RunEvent } from '../../protocol/runEvents';
import { parseEventLine } from '../runs/eventLog';

export interface JobFile {
  /** `checkpoints/step-000000120.safetensors` or `snapshots/epoch-000001.safetensors`. */
  readonly name: string;
  /** Of its content, in hexadecimal. */
  readonly sha256: string;
  /** Undefined where the log names the file only: it lies in the folder of the run. */
  readonly content: Uint8Array | undefined;
}

export interface JobLogListener {
  readonly onEvent: (event: RunEvent) => void;
  readonly onFile: (file: JobFile) => void;
  /** Any other line. */
  readonly onText: (line: string) => void;
}

const fileMark = 'shapewright-checkpoint ';

const fileSchema = z.object({
  file: z.string().regex(/^(checkpoints\/(step|best)-\d{9,}|snapshots\/epoch-\d{6,})\.safetensors$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  chunk: z.number().int().nonnegative().optional(),
  chunks: z.number().int().positive().optional(),
  data: z.string().optional(),
});

/** A reader for one pass over a log. Damaged lines and files whose sum is not theirs are left out. */
export function createJobLogReader(listener: JobLogListener): { readonly feed: (text: string) => void } {
  let rest = '';
  let partial: { readonly name: string; readonly chunks: string[] } | undefined;

  const takeFile = (json: string): void => {
    const checked = fileSchema.safeParse(parse(json));
    if (!checked.success) return;
    const { file: name, sha256, chunk, chunks, data } = checked.data;
    if (data === undefined) {
      listener.onFile({ name, sha256, content: undefined });
      return;
    }
    if (chunk === 0) partial = { name, chunks: [] };
    if (partial?.name !== name || partial.chunks.length !== chunk) return;
    partial.chunks.push(data);
    if (partial.chunks.length !== chunks) return;
    const content = new Uint8Array(Buffer.from(partial.chunks.join(''), 'base64'));
    partial = undefined;
    if (createHash('sha256').update(content).digest('hex') === sha256) listener.onFile({ name, sha256, content });
  };
  const takeLine = (line: string): void => {
    if (line.startsWith(fileMark)) {
      takeFile(line.slice(fileMark.length));
      return;
    }
    const event = parseEventLine(new TextEncoder().encode(line));
    if (event !== undefined) listener.onEvent(event);
    else if (line.trim() !== '') listener.onText(line);
  };
  return {
    feed: (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) takeLine(line.replace(/\r$/, ''));
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
