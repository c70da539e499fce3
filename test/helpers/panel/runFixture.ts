import type { RunEvent } from '../../../server/src/protocol/runEvents';

export interface RunFixture {
  readonly epochs: number;
  readonly steps: number;
  /** Events end after this many batches in all. */
  readonly until: number;
  readonly complete?: boolean;
}

/** Events without what `withSequence` adds. */
type Bare = RunEvent extends infer Event
  ? Event extends RunEvent
    ? Omit<Event, 'sequence' | 'attempt' | 'time'>
    : never
  : never;

/** The events of a run such as the convnet on MNIST gives: falling loss, rising accuracy, noise from a seeded generator. */
export function runFixture({ epochs, steps, until, complete }: RunFixture): readonly RunEvent[] {
  const random = mulberry32(7);
  const events: Bare[] = [
    {
      event: 'start',
      run: '01JEXAMPLE0000000000000000',
      folder: '/w/.shapewright/runs/01JEXAMPLE',
      model: 'Digits',
      train: 'fast',
      engine: 'native',
      engineVersion: 'TensorFlow 2.21.0',
      engineReason: undefined,
      params: 93_322,
      examples: { train: 60_000, validation: 0, test: 10_000 },
      epochs,
      steps,
      batchSize: 64,
      seed: 0,
    },
    { event: 'state', state: 'training' },
  ];
  const level = (step: number): number => 0.022 + 2.28 * Math.exp(-step / 55) + 0.32 * Math.exp(-step / 620);
  for (let total = 1; total <= Math.min(until, epochs * steps); total++) {
    const noise = (random() + random() + random()) / 1.5;
    const loss = level(total) * (0.45 + 0.55 * noise);
    const epoch = Math.ceil(total / steps);
    const step = total - (epoch - 1) * steps;
    const accuracy = Math.min(1, Math.max(0.1, 1 - 0.31 * loss + 0.01 * (random() - 0.5)));
    const left = (epochs * steps - total) * 0.0069;
    events.push({
      event: 'batch',
      epoch,
      step,
      steps,
      logs: { loss, accuracy },
      examplesPerSecond: 9240 + 60 * (random() - 0.5),
      secondsLeft: left,
    });
    if (step === steps) {
      const checked = 0.031 + 0.028 * Math.exp(-(epoch - 1) / 1.4);
      events.push({
        event: 'epoch',
        epoch,
        logs: {
          loss: level(total),
          accuracy: 1 - 0.31 * level(total),
          val_loss: checked,
          val_accuracy: 1 - 0.33 * checked,
        },
        seconds: 6.5,
      });
    }
  }
  if (complete === true) {
    events.push({ event: 'evaluate', split: 'test', logs: { loss: 0.0332, accuracy: 0.9891 }, examples: 10_000 });
    events.push({ event: 'end', reason: 'completed' });
  }
  return withSequence(events);
}

function withSequence(events: readonly Bare[]): readonly RunEvent[] {
  return events.map((event, index): RunEvent => ({
    ...event,
    sequence: index + 1,
    attempt: 1,
    time: 1_700_000_000_000 + index * 7,
  }));
}

/** A small seeded generator (Tommy Ettinger's mulberry32). */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
