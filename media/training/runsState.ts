import type { Confusion, ConfusionCell } from '../../server/src/protocol/confusion';
import type { RunRow, ToTrainingPanel } from '../../server/src/protocol/panelMessages';
import { initialTrainingState, reduceTraining, type Curve } from './trainingState';

/** What the panel knows of the runs in the store, beside the one that it shows. */
export interface RunsState {
  readonly rows: readonly RunRow[];
  /** The curves of runs that are or were laid over, by run. */
  readonly curves: ReadonlyMap<string, ReadonlyMap<string, Curve>>;
  readonly confusion: Confusion | undefined;
  readonly cell: ConfusionCell | undefined;
}

export type RunsMessage = Exclude<ToTrainingPanel, { readonly type: 'snapshot' | 'append' }>;

export const initialRunsState: RunsState = { rows: [], curves: new Map(), confusion: undefined, cell: undefined };

export function isAboutRuns(message: ToTrainingPanel): message is RunsMessage {
  return message.type !== 'snapshot' && message.type !== 'append';
}

/** Takes one message of the host about stored runs. */
export function reduceRuns(state: RunsState, message: RunsMessage): RunsState {
  switch (message.type) {
    case 'runs': {
      const known = new Set(message.runs.map(({ run }) => run));
      const isOther = currentOf(message.runs) !== currentOf(state.rows);
      return {
        rows: message.runs,
        curves: new Map([...state.curves].filter(([run]) => known.has(run))),
        // What is said of the test examples is about the run that was shown.
        confusion: isOther ? undefined : state.confusion,
        cell: isOther ? undefined : state.cell,
      };
    }
    case 'overlay': {
      const { run, events } = message;
      const { curves } = reduceTraining(initialTrainingState, {
        type: 'snapshot',
        title: '',
        state: 'completed',
        events,
      });
      return { ...state, curves: new Map(state.curves).set(run, curves) };
    }
    case 'confusion': {
      const same = message.confusion?.counts.join() === state.confusion?.counts.join();
      return { ...state, confusion: message.confusion, cell: same ? state.cell : undefined };
    }
    case 'cell': {
      const classes = state.confusion?.classes.length ?? 0;
      const { truth, predicted } = message.cell;
      return truth < classes && predicted < classes ? { ...state, cell: message.cell } : state;
    }
  }
}

/** The runs to draw beside the current one, as far as their events have come, with the place of their colour. */
export function overlaysOf(state: RunsState, shown: readonly string[]): readonly RunOverlay[] {
  return shown.flatMap((run, index): readonly RunOverlay[] => {
    const curves = state.curves.get(run);
    const row = state.rows.find((candidate) => candidate.run === run);
    return curves === undefined || row === undefined || row.isCurrent ? [] : [{ row, curves, colour: index + 1 }];
  });
}

export interface RunOverlay {
  readonly row: RunRow;
  readonly curves: ReadonlyMap<string, Curve>;
  readonly colour: number;
}

function currentOf(rows: readonly RunRow[]): string | undefined {
  return rows.find(({ isCurrent }) => isCurrent)?.run;
}
