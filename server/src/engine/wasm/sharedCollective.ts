import type { Collective } from './collective';

/** Numbers that a thread hands over at a time; longer sums go in several rounds. */
const SLOT = 1 << 18;
/** Looks at the counter this often before it sleeps: the others are usually a few microseconds away. */
const SPINS = 2000;

const ARRIVED = 0;
const ROUND = 1;
const BROKEN = 2;

/** The memory through which `count` threads exchange sums. */
export function createExchange(count: number): SharedArrayBuffer {
  return new SharedArrayBuffer(16 + 2 * count * SLOT * 4);
}

/** Tells all threads that one of them failed: who waits for it throws instead of waiting for ever. */
export function breakExchange(exchange: SharedArrayBuffer): void {
  const control = new Int32Array(exchange, 0, 4);
  Atomics.store(control, BROKEN, 1);
  Atomics.add(control, ROUND, 1);
  Atomics.notify(control, ROUND);
}

/**
 * A collective over shared memory. Each thread writes into a slot of its own; two sets of slots take turns, so
 * that one barrier a round is enough. All add up in the order of the threads, so all get the same bits.
 */
export function createSharedCollective(
  exchange: SharedArrayBuffer,
  index: number,
  count: number,
): (firstRow: number) => Collective {
  const control = new Int32Array(exchange, 0, 4);
  const slots = new Float32Array(exchange, 16);
  let turn = 0;

  function sum(values: Float32Array): void {
    for (let start = 0; start < values.length; start += SLOT) {
      const part = values.subarray(start, Math.min(values.length, start + SLOT));
      const base = turn * count * SLOT;
      turn = 1 - turn;
      slots.set(part, base + index * SLOT);
      meet();
      part.fill(0);
      for (let thread = 0; thread < count; thread++) {
        const from = base + thread * SLOT;
        for (let i = 0; i < part.length; i++) part[i] = (part[i] ?? 0) + (slots[from + i] ?? 0);
      }
    }
  }

  function meet(): void {
    const round = Atomics.load(control, ROUND);
    if (Atomics.add(control, ARRIVED, 1) === count - 1) {
      Atomics.store(control, ARRIVED, 0);
      Atomics.add(control, ROUND, 1);
      Atomics.notify(control, ROUND);
    } else {
      for (let spin = 0; spin < SPINS && Atomics.load(control, ROUND) === round; spin++);
      while (Atomics.load(control, ROUND) === round) Atomics.wait(control, ROUND, round);
    }
    if (Atomics.load(control, BROKEN) === 1) throw new Error('Another thread of the wasm engine failed.');
  }

  return (firstRow) => ({ count, firstRow, sum });
}
