import { createInterface } from 'node:readline';

/** Lets batches through as the parent asks for them (see contestant.ts) and tells how long they took. */
export interface Gate {
  /** Before each batch. */
  enter(): Promise<void>;
  /** After each batch. */
  leave(): void;
}

export function createGate(): Gate {
  let left = 0;
  let batches = 0;
  let start = 0;
  let opened: (() => void) | undefined;
  // Without its parent it would wait for ever.
  const lines = createInterface({ input: process.stdin }).on('close', () => process.exit());
  lines.on('line', (line) => {
    const match = /^go (\d+)$/.exec(line);
    if (match === null) return;
    left = batches = Number(match[1]);
    start = performance.now();
    opened?.();
  });
  let ready = false;
  return {
    enter: async () => {
      if (left > 0) return;
      const open = new Promise<void>((resolve) => (opened = resolve));
      if (!ready) process.stdout.write('ready\n');
      ready = true;
      await open;
    },
    leave: () => {
      left -= 1;
      if (left > 0) return;
      const seconds = (performance.now() - start) / 1000;
      process.stdout.write(`batches ${batches} seconds ${seconds.toFixed(6)}\n`);
    },
  };
}
