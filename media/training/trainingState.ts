import type { PanelState, ToTrainingPanel, TrainingTarget } from '../../server/src/protocol/panelMessages';
import type {
  BatchEvent,
  EndEvent,
  EpochEvent,
  EvaluateEvent,
  Logs,
  RunError,
  RunEvent,
  StartEvent,
  StateEvent,
  WarningEvent,
} from '../../server/src/protocol/runEvents';
import { parseMetricName } from './metricNames';
import { StepSeries } from './stepSeries';

/** Everything the panel shows, derived from the host's messages by `reduceTraining` and by nothing else. */
export interface TrainingState {
  readonly title: string;
  readonly target: TrainingTarget | undefined;
  readonly state: PanelState;
  readonly error: RunError | undefined;
  readonly start: StartEvent | undefined;
  /** Milliseconds, of the first start of the attempt: what trains elsewhere starts anew where it loses a worker. */
  readonly began: number | undefined;
  readonly latest: BatchEvent | undefined;
  /** What the run does beside training: `downloading`, with done of total. */
  readonly activity: StateEvent | undefined;
  readonly epochs: readonly EpochEvent[];
  readonly curves: ReadonlyMap<string, Curve>;
  readonly evaluation: EvaluateEvent | undefined;
  readonly warnings: readonly WarningEvent[];
  readonly end: EndEvent | undefined;
  /** The last sequence number seen; 0 before the first event. */
  readonly sequence: number;
  /** A gap was seen; appended events are ignored until the next snapshot. */
  readonly lost: boolean;
  /** Changes with every message that was taken. */
  readonly revision: number;
}

/** One metric. The series only grow; whoever draws them looks at the state's revision. */
export interface Curve {
  readonly metric: string;
  /** By batch, as measured. */
  readonly batches: StepSeries;
  /** Means of whole epochs, each at the epoch's last step. */
  readonly epochs: StepSeries;
  readonly validation: StepSeries;
}

/** What is about the run that is shown. */
export type TrainingMessage = Extract<ToTrainingPanel, { readonly type: 'snapshot' | 'append' }>;

const keptWarnings = 20;

export const initialTrainingState: TrainingState = {
  title: '',
  target: undefined,
  state: 'idle',
  error: undefined,
  start: undefined,
  began: undefined,
  latest: undefined,
  activity: undefined,
  epochs: [],
  curves: new Map(),
  evaluation: undefined,
  warnings: [],
  end: undefined,
  sequence: 0,
  lost: false,
  revision: 0,
};

/**
 * Takes one message of the host. A snapshot replaces everything; appended events follow on `sequence`, those
 * seen before are skipped, and a gap sets `lost`, upon which the panel asks for a snapshot.
 */
export function reduceTraining(before: TrainingState, message: TrainingMessage): TrainingState {
  if (message.type === 'snapshot') {
    const fresh: TrainingState = {
      ...initialTrainingState,
      curves: new Map(),
      title: message.title,
      target: message.target,
    };
    // A long run's snapshot is thinned by the host: gaps inside it are no loss.
    return {
      ...message.events.reduce(reduceEvent, fresh),
      state: message.state,
      error: message.error,
      revision: before.revision + 1,
    };
  }
  if (before.lost) return before;
  let state = before;
  for (const event of message.events) {
    if (event.sequence <= state.sequence) continue;
    if (event.sequence !== state.sequence + 1) return { ...state, lost: true, revision: before.revision + 1 };
    state = reduceEvent(state, event);
  }
  return { ...state, state: message.state, error: message.error, revision: before.revision + 1 };
}

/** A step counted over the whole run, from 1. */
export function globalStep(epoch: number, step: number, stepsPerEpoch: number): number {
  return (epoch - 1) * stepsPerEpoch + step;
}

export function isActive(state: PanelState): boolean {
  return state !== 'idle' && state !== 'completed' && state !== 'stopped' && state !== 'failed';
}

function reduceEvent(state: TrainingState, event: RunEvent): TrainingState {
  const next = { ...state, sequence: event.sequence };
  switch (event.event) {
    case 'start':
      return { ...takenUp(next, event), ...begin(state, event), end: undefined, evaluation: undefined };
    case 'state':
      return { ...next, activity: event };
    case 'batch':
      return reduceBatch(next, event);
    case 'epoch':
      return reduceEpoch(next, event);
    case 'evaluate':
      return { ...next, evaluation: event };
    case 'warning':
      return { ...next, warnings: [...state.warnings, event].slice(-keptWarnings) };
    case 'end':
      return { ...next, end: event };
  }
}

function begin({ start, began }: TrainingState, event: StartEvent): Pick<TrainingState, 'start' | 'began'> {
  return { start: event, began: start?.attempt === event.attempt ? began : event.time };
}

/** A job that goes on from a checkpoint after a loss, in the same attempt: what came behind that counts no more. */
function takenUp(state: TrainingState, { resumedFrom, steps }: StartEvent): TrainingState {
  if (resumedFrom === undefined) return state;
  return rewind(state, globalStep(resumedFrom.epoch, resumedFrom.step, steps) + 1);
}

function reduceBatch(state: TrainingState, event: BatchEvent): TrainingState {
  const at = globalStep(event.epoch, event.step, event.steps);
  const rewound = state.latest !== undefined && event.attempt > state.latest.attempt ? rewind(state, at) : state;
  const curves = withCurves(rewound.curves, event.logs);
  for (const [name, value] of Object.entries(event.logs))
    curves.get(parseMetricName(name).metric)?.batches.append(at, value);
  return { ...rewound, curves, latest: event };
}

function reduceEpoch(state: TrainingState, event: EpochEvent): TrainingState {
  const at = event.epoch * (state.start?.steps ?? state.latest?.steps ?? 1);
  const curves = withCurves(state.curves, event.logs);
  for (const [name, value] of Object.entries(event.logs)) {
    const { metric, part } = parseMetricName(name);
    const curve = curves.get(metric);
    (part === 'validation' ? curve?.validation : curve?.epochs)?.append(at, value);
  }
  const epochs = [...state.epochs.filter(({ epoch }) => epoch < event.epoch), event];
  return { ...state, curves, epochs };
}

/** A later attempt takes up an earlier point of the run: what came after it counts no more. */
function rewind(state: TrainingState, step: number): TrainingState {
  for (const curve of state.curves.values()) {
    for (const series of [curve.batches, curve.epochs, curve.validation]) series.truncate(step);
  }
  const steps = state.start?.steps ?? 1;
  return { ...state, epochs: state.epochs.filter(({ epoch }) => epoch * steps < step) };
}

function withCurves(curves: ReadonlyMap<string, Curve>, logs: Logs): ReadonlyMap<string, Curve> {
  const missing = Object.keys(logs)
    .map((name) => parseMetricName(name).metric)
    .filter((metric) => !curves.has(metric));
  if (missing.length === 0) return curves;
  const added = missing.map((metric): [string, Curve] => [
    metric,
    { metric, batches: new StepSeries(), epochs: new StepSeries(4096), validation: new StepSeries(4096) },
  ]);
  return new Map([...curves, ...added]);
}
