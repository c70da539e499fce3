import type { Confusion, ConfusionCell } from '../../../server/src/protocol/confusion';
import type { RunRow } from '../../../server/src/protocol/panelMessages';
import { mulberry32 } from './runFixture';

const day = 86_400_000;

/** The list of a set-up's runs, as it is in the middle of an afternoon: one under way, one finished, one interrupted. */
export const runRows: readonly RunRow[] = [
  {
    run: '01JEXAMPLE0000000000000003',
    isCurrent: true,
    time: 1_700_000_000_000,
    state: 'running',
    resumable: false,
    params: 93_322,
    best: { name: 'val_accuracy', value: 0.9884 },
    change: [],
  },
  {
    run: '01JEXAMPLE0000000000000002',
    isCurrent: false,
    time: 1_700_000_000_000 - day,
    state: 'completed',
    resumable: false,
    params: 355_018,
    best: { name: 'val_accuracy', value: 0.9871 },
    change: [
      { kind: 'removed', text: '-> Conv2D(64, 3, activation=relu)' },
      { kind: 'added', text: '-> Conv2D(128, 3, activation=relu)' },
    ],
  },
  {
    run: '01JEXAMPLE0000000000000001',
    isCurrent: false,
    time: 1_700_000_000_000 - 2 * day,
    state: 'interrupted',
    resumable: true,
    params: 93_322,
    change: [],
  },
];

/** Ten digits of which some are taken for others: most for those that look alike. */
export function confusionFixture(): Confusion {
  const random = mulberry32(3);
  const classes = Array.from({ length: 10 }, (_, digit) => String(digit));
  const alike = new Set(['4 9', '9 4', '3 5', '5 3', '7 2', '8 3', '2 7']);
  const counts = classes.flatMap((truth) =>
    classes.map((predicted) => {
      if (truth === predicted) return 940 + Math.round(60 * random());
      if (alike.has(`${truth} ${predicted}`)) return 3 + Math.round(9 * random());
      return random() < 0.35 ? Math.round(2 * random()) : 0;
    }),
  );
  return { classes, counts };
}

/** Examples of one cell with drawn strokes in place of photographs. */
export function cellFixture(truth: number, predicted: number): ConfusionCell {
  const examples = Array.from({ length: 9 }, (_, index) => {
    const pixels = new Uint8Array(28 * 28);
    for (let step = 0; step < 400; step += 1) {
      const angle = (step / 400) * 2 * Math.PI;
      const x = Math.round(14 + 7 * Math.sin(angle * (1 + (index % 3))));
      const y = Math.round(14 + 9 * Math.cos(angle));
      pixels[y * 28 + x] = 255;
      pixels[y * 28 + x + 1] = 170;
    }
    return {
      index: 115 * (index + 1),
      score: 0.99 - index * 0.05,
      image: { width: 28, height: 28, channels: 1 as const, pixels },
    };
  });
  return { truth, predicted, total: 12, examples };
}
