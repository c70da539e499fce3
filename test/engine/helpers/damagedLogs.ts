import { eventLine, parseEventLog } from '../../../server/src/engine/runs/eventLog';
import { wordStream } from '../../../server/src/engine/training/random';
import type { RunEvent } from '../../../server/src/protocol/runEvents';

/** A batch event whose loss is now and then no finite number. */
export function batchEvent(sequence: number, attempt = 1): RunEvent {
  const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const logs = { loss: odd[sequence % 7] ?? 1 / sequence };
  return {
    event: 'batch',
    sequence,
    attempt,
    time: 1000 + sequence,
    epoch: 1,
    step: sequence,
    steps: 100,
    logs,
    examplesPerSecond: 5,
    secondsLeft: Infinity,
  };
}

/**
 * Damages a log `count` times, each time anew at one to four random bytes, and gives a line for each damage that
 * lost an event whose line it did not touch.
 */
export function lossesOfDamages(count: number, seed: number): readonly string[] {
  const lines = Array.from({ length: 40 }, (_, index) => new TextEncoder().encode(eventLine(batchEvent(index + 1))));
  const starts = lines.map((_, index) => lines.slice(0, index).reduce((sum, line) => sum + line.length, 0));
  const whole = new Uint8Array(Buffer.concat(lines));
  const draw = wordStream([seed, 2], 3);
  const lost: string[] = [];
  for (let damage = 0; damage < count; damage += 1) {
    const bytes = whole.slice();
    const touched = new Set<number>();
    for (let left = draw() % 4; left >= 0; left -= 1) {
      const at = draw() % bytes.length;
      const value = draw() % 256;
      if (value === whole[at]) continue;
      bytes[at] = value;
      const row = starts.findLastIndex((start) => start <= at);
      touched.add(row);
      // A lost line end joins a line to the next.
      if (whole[at] === 0x0a) touched.add(row + 1);
    }
    const kept = new Set(parseEventLog(bytes).events.map(({ sequence }) => sequence - 1));
    const missing = lines.findIndex((_, row) => !touched.has(row) && !kept.has(row));
    if (missing >= 0) lost.push(`damage ${damage} lost line ${missing}, which it did not touch`);
  }
  return lost;
}
