import type { BatchEvent, Logs, RunEvent, StartEvent, StateEvent } from '../../../server/src/protocol/runEvents';

/**
 * The events of a run in bounded memory, for a panel that comes later. When batches fill `capacity`,
 * neighbours are joined to their means, evenly over the whole run; everything else is rare and kept, of the states only the last.
 */
export class RunHistory {
  #batches: Joined[] = [];
  #stride = 1;
  #others: Exclude<RunEvent, BatchEvent | StateEvent>[] = [];
  #state: StateEvent | undefined;
  #start: StartEvent | undefined;
  #sequence = 0;
  #latest: BatchEvent | undefined;

  constructor(readonly capacity = 20_000) {}

  /** The last sequence number taken; 0 before the first event. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Of the latest attempt. */
  get start(): StartEvent | undefined {
    return this.#start;
  }

  get latestBatch(): BatchEvent | undefined {
    return this.#latest;
  }

  /** Takes an event unless its sequence number was already seen. */
  add(event: RunEvent): boolean {
    if (event.sequence <= this.#sequence) return false;
    this.#sequence = event.sequence;
    if (event.event === 'start') this.#start = event;
    if (event.event === 'state') this.#state = event;
    else if (event.event !== 'batch') this.#others.push(event);
    else this.#addBatch(event);
    return true;
  }

  /** In the order of their sequence numbers, with gaps where batches were joined. */
  events(): readonly RunEvent[] {
    const state = this.#state === undefined ? [] : [this.#state];
    return [...this.#others, ...state, ...this.#batches.map(({ event }) => event)].sort(
      (left, right) => left.sequence - right.sequence,
    );
  }

  #addBatch(event: BatchEvent): void {
    this.#latest = event;
    const last = this.#batches.at(-1);
    if (last !== undefined && last.count < this.#stride && last.event.attempt === event.attempt) {
      this.#batches[this.#batches.length - 1] = join(last, { event, count: 1 });
      return;
    }
    if (this.#batches.length >= this.capacity) this.#halve();
    this.#batches.push({ event, count: 1 });
  }

  #halve(): void {
    this.#stride *= 2;
    const joined: Joined[] = [];
    for (const batch of this.#batches) {
      const last = joined.at(-1);
      if (last !== undefined && last.count + batch.count <= this.#stride && last.event.attempt === batch.event.attempt)
        joined[joined.length - 1] = join(last, batch);
      else joined.push(batch);
    }
    this.#batches = joined;
  }
}

/** `count` batches in the place of which one event stands: the last of them, with the means of all. */
interface Joined {
  readonly event: BatchEvent;
  readonly count: number;
}

function join(first: Joined, second: Joined): Joined {
  const count = first.count + second.count;
  const mean = (name: string, value: number): number =>
    Object.hasOwn(first.event.logs, name)
      ? ((first.event.logs[name] ?? value) * first.count + value * second.count) / count
      : value;
  const logs: Logs = Object.fromEntries(
    Object.entries(second.event.logs).map(([name, value]) => [name, mean(name, value)]),
  );
  return { event: { ...second.event, logs }, count };
}
