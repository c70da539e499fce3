import type { RunEvent } from './runEvents';

/**
 * The events of a run without those that a later attempt has taken back: where a resumed run goes on behind a
 * batch, what earlier attempts told of later batches and epochs, and how they ended, counts no more.
 */
export function currentEvents(events: readonly RunEvent[]): readonly RunEvent[] {
  let current: RunEvent[] = [];
  for (const event of events) {
    if (event.event === 'start' && event.resumedFrom !== undefined) {
      const { epoch, step } = event.resumedFrom;
      current = current.filter((earlier) => !isBehind(earlier, epoch, step));
    }
    current.push(event);
  }
  return current;
}

/** Epochs count from 1 and are under way while their batches come: the end of an epoch is behind all of its batches. */
function isBehind(event: RunEvent, epoch: number, step: number): boolean {
  if (event.event === 'batch') return event.epoch > epoch || (event.epoch === epoch && event.step > step);
  if (event.event === 'epoch') return event.epoch >= epoch;
  return event.event === 'end' || event.event === 'evaluate';
}
