import type { RunEvent, RunEventBody } from '../protocol/runEvents';

/** Numbers the events of a run, and passes them to the log and to whoever listens. */
export interface EventHub {
  emit(body: RunEventBody): void;
  /** The events behind a sequence number, and from then on each as it comes; the answer ends it. */
  subscribe(sequence: number, listener: (events: readonly RunEvent[]) => void): () => void;
}

export interface EventHubOptions {
  /** Those of earlier attempts; numbers go on behind them. */
  readonly earlier: readonly RunEvent[];
  readonly attempt: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly onEvent: (event: RunEvent) => void;
}

export function createEventHub(options: EventHubOptions): EventHub {
  const events: RunEvent[] = [...options.earlier];
  const listeners = new Set<(events: readonly RunEvent[]) => void>();
  let sequence = events.at(-1)?.sequence ?? 0;
  return {
    emit: (body) => {
      sequence += 1;
      const event: RunEvent = { ...body, sequence, attempt: options.attempt, time: options.now() };
      events.push(event);
      options.onEvent(event);
      for (const listener of listeners) listener([event]);
    },
    subscribe: (after, listener) => {
      const missed = events.filter((event) => event.sequence > after);
      if (missed.length > 0) listener(missed);
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
