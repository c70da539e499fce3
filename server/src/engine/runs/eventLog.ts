/** `events.jsonl`: a line an event, `<crc32> {json}`, so that a damaged line is known as one and only it is lost. */
import { open, readFile } from 'node:fs/promises';
import { eventFromJson, eventToJson } from '../../protocol/eventJson';
import type { RunEvent } from '../../protocol/runEvents';
import { codeOf } from '../runProblem';
import { crc32 } from './crc32';

export interface EventLogWriter {
  /** Queues events; they are written in order. */
  append(event: RunEvent): void;
  /** All that was queued is on disk. Throws what the disk threw. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export interface EventLogContent {
  /** In order; of events with one sequence number that of the highest attempt, the last one of those. */
  readonly events: readonly RunEvent[];
  readonly damagedLines: number;
}

/**
 * Opens a log for appending. A cut-off last line gets its end, so that it damages nothing behind it. `onFailure` hears
 * once that the disk did not take an event; what comes later is tried again.
 */
export async function openEventLog(file: string, onFailure?: (error: Error) => void): Promise<EventLogWriter> {
  const handle = await open(file, 'a+');
  const { size } = await handle.stat();
  if (size > 0) {
    const last = new Uint8Array(1);
    await handle.read(last, 0, 1, size - 1);
    if (last[0] !== 0x0a) await handle.appendFile('\n');
  }
  let pending = '';
  let writing: Promise<void> | undefined;
  let failure: Error | undefined;

  /** Gives what the disk threw, if anything. */
  const drain = async (): Promise<Error | undefined> => {
    try {
      while (pending !== '') {
        const text = pending;
        pending = '';
        await handle.appendFile(text);
      }
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  };
  const start = async (): Promise<void> => {
    const error = await drain();
    writing = undefined;
    if (error === undefined) return;
    // Half a line may be there by now: what follows begins a new one.
    pending = `\n${pending}`;
    if (failure !== undefined) return;
    failure = error;
    onFailure?.(error);
  };
  const flush = async (): Promise<void> => {
    while (writing !== undefined) await writing;
    if (failure !== undefined) throw failure;
    await handle.sync();
  };
  return {
    append: (event) => {
      pending += eventLine(event);
      writing ??= start();
    },
    flush,
    close: async () => {
      try {
        await flush();
      } finally {
        await handle.close();
      }
    },
  };
}

/** The line of an event, with its end. */
export function eventLine(event: RunEvent): string {
  const json = eventToJson(event);
  return `${crc32(new TextEncoder().encode(json)).toString(16).padStart(8, '0')} ${json}\n`;
}

/** All events of a log; an absent one is empty. Damaged lines are skipped and counted. */
export async function readEventLog(file: string): Promise<EventLogContent> {
  try {
    return parseEventLog(await readFile(file));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { events: [], damagedLines: 0 };
    throw error;
  }
}

/** Works on bytes: a damaged byte may be no text at all. */
export function parseEventLog(bytes: Uint8Array): EventLogContent {
  const bySequence = new Map<number, RunEvent>();
  let damagedLines = 0;
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(0x0a, start);
    const line = bytes.subarray(start, end < 0 ? bytes.length : end);
    start += line.length + 1;
    if (line.length === 0) continue;
    const event = parseEventLine(line);
    if (event === undefined) damagedLines += 1;
    else if ((bySequence.get(event.sequence)?.attempt ?? 0) <= event.attempt) bySequence.set(event.sequence, event);
  }
  return { events: [...bySequence.values()].sort((a, b) => a.sequence - b.sequence), damagedLines };
}

/** The event of a line without its end; undefined where it is damaged or none. */
export function parseEventLine(line: Uint8Array): RunEvent | undefined {
  const check = new TextDecoder().decode(line.subarray(0, 8));
  const json = line.subarray(9);
  if (line[8] !== 0x20 || !/^[0-9a-f]{8}$/.test(check) || crc32(json) !== Number.parseInt(check, 16)) return undefined;
  return eventFromJson(new TextDecoder().decode(json));
}
