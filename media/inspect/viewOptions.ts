import type { ExampleChoice, ModelAnswer, WeightsChoice } from '../../server/src/protocol/inspectMessages';
import type { InspectRun, InspectTarget } from '../../server/src/protocol/inspectPanelMessages';

export const tabs = ['features', 'filters', 'arithmetic', 'field', 'pooling', 'series'] as const;
export type Tab = (typeof tabs)[number];

/** What a person chose about the picture. */
export interface ViewOptions {
  readonly path: string | undefined;
  readonly tab: Tab;
  /** The run that is looked at; undefined is the newest that fits the text. */
  readonly run: string | undefined;
  /** Its epoch, 0 before training; undefined follows the newest. */
  readonly epoch: number | undefined;
  readonly split: 'train' | 'test';
  readonly index: number;
  readonly map: number;
  /** The unit that arithmetic and receptive field are about, by axis; undefined is the middle. */
  readonly unit: readonly number[] | undefined;
  /** All maps between the same two colours. */
  readonly sharedScale: boolean;
  readonly byNorm: boolean;
  /** Kernels over three channels as colours. */
  readonly rgb: boolean;
  /** The input channel whose kernels are shown. */
  readonly channel: number;
  readonly enlarged: boolean;
  readonly tableOpen: boolean;
}

export interface SavedPanel extends ViewOptions {
  readonly target?: InspectTarget;
}

/** What was saved, with defaults for whatever is missing or makes no sense. */
export function viewOptions(saved: Partial<SavedPanel>): ViewOptions {
  const { unit } = saved;
  return {
    path: typeof saved.path === 'string' ? saved.path : undefined,
    tab: tabs.find((tab) => tab === saved.tab) ?? 'features',
    run: typeof saved.run === 'string' ? saved.run : undefined,
    epoch: isIndex(saved.epoch) ? saved.epoch : undefined,
    split: saved.split === 'train' ? 'train' : 'test',
    index: isIndex(saved.index) ? saved.index : 0,
    map: isIndex(saved.map) ? saved.map : 0,
    unit: Array.isArray(unit) && unit.every(isIndex) ? unit : undefined,
    sharedScale: saved.sharedScale === true,
    byNorm: saved.byNorm === true,
    rgb: saved.rgb !== false,
    channel: isIndex(saved.channel) ? saved.channel : 0,
    enlarged: saved.enlarged === true,
    tableOpen: saved.tableOpen === true,
  };
}

/** The run that is looked at, where there is one: without a choice the newest that fits the text, else the newest. */
export function chosenRun(options: ViewOptions, runs: readonly InspectRun[]): InspectRun | undefined {
  return runs.find(({ run }) => run === options.run) ?? fallbackRun(runs);
}

/** The newest run, where an older one stands in for it because the text has changed since. */
export function passedOverRun(options: ViewOptions, runs: readonly InspectRun[]): InspectRun | undefined {
  const isChosen = runs.some(({ run }) => run === options.run);
  const newest = runs.find(({ epochs }) => epochs.length > 0);
  return isChosen || newest === fallbackRun(runs) ? undefined : newest;
}

function fallbackRun(runs: readonly InspectRun[]): InspectRun | undefined {
  const trained = runs.filter(({ epochs }) => epochs.length > 0);
  return trained.find(({ fits }) => fits) ?? trained[0];
}

/** The weights that the choice stands for now: a run whose epoch is not there any more shows its nearest before. */
export function chosenWeights(options: ViewOptions, runs: readonly InspectRun[]): WeightsChoice {
  const run = chosenRun(options, runs);
  if (run === undefined || options.epoch === 0) return { kind: 'initial' };
  const wanted = options.epoch ?? Infinity;
  const epoch = run.epochs.findLast((candidate) => candidate <= wanted);
  return epoch === undefined || epoch === 0 ? { kind: 'initial' } : { kind: 'epoch', run: run.run, epoch };
}

/** The example of the data at the chosen place, or a drawn one where there are no data. */
export function chosenExample(options: ViewOptions, { examples }: ModelAnswer): ExampleChoice {
  if (examples === undefined) return { kind: 'drawn' };
  const split = examples[options.split] > 0 ? options.split : 'train';
  if (examples[split] === 0) return { kind: 'drawn' };
  return { kind: 'data', split, index: Math.min(options.index, examples[split] - 1) };
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
