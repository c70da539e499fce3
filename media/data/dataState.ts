import type { DataOverview, DataProgressMessage, SplitName } from '../../server/src/protocol/dataMessages';
import type { DataTarget, ToDataPanel } from '../../server/src/protocol/dataPanelMessages';
import type { RunError } from '../../server/src/protocol/runEvents';

/** What the host has told. */
export interface DataState {
  readonly target: DataTarget | undefined;
  readonly title: string;
  /** The last valid one: an invalid edit leaves it, with the error beside it. */
  readonly overview: DataOverview | undefined;
  readonly error: RunError | undefined;
  readonly revision: number;
  /** A download that was asked for, by the number of its question. */
  readonly fetching: Fetching | undefined;
}

export interface Fetching {
  readonly id: number;
  readonly progress: DataProgressMessage | undefined;
  /** Why it has ended without the data. */
  readonly error: RunError | undefined;
}

export const initialDataState: DataState = {
  target: undefined,
  title: '',
  overview: undefined,
  error: undefined,
  revision: 0,
  fetching: undefined,
};

/** Answers and failures go to `Questions`, except those of the download. */
export function reduceData(state: DataState, message: ToDataPanel): DataState {
  const { fetching } = state;
  switch (message.type) {
    case 'data':
      return {
        target: message.target,
        title: message.title,
        overview: message.overview ?? state.overview,
        error: message.error,
        revision: message.revision,
        fetching,
      };
    case 'progress':
      return message.id === fetching?.id ? { ...state, fetching: { ...fetching, progress: message.progress } } : state;
    case 'answer':
      return message.id === fetching?.id ? { ...state, fetching: undefined } : state;
    case 'failed':
      return message.id === fetching?.id
        ? { ...state, fetching: { id: 0, progress: undefined, error: message.error } }
        : state;
  }
}

export const tabs = ['images', 'steps', 'augmentation', 'series', 'columns'] as const;
export type Tab = (typeof tabs)[number];

/** What a person chose about the picture. */
export interface ViewOptions {
  readonly tab: Tab;
  readonly split: SplitName;
  /** The part that is shown, by name; undefined is the first that can be. */
  readonly part: string | undefined;
  /** The chosen example; its page is shown. */
  readonly index: number;
  /** The places of the steps that are left out. */
  readonly off: readonly number[];
  /** Another number draws the random steps anew. */
  readonly draw: number;
  readonly tableOpen: boolean;
}

export interface SavedPanel extends ViewOptions {
  readonly target?: DataTarget;
}

/** What was saved, with defaults for whatever is missing or makes no sense. */
export function viewOptions(saved: Partial<SavedPanel>): ViewOptions {
  const { off, split } = saved;
  return {
    tab: tabs.find((tab) => tab === saved.tab) ?? 'images',
    split: split === 'test' || split === 'validation' ? split : 'train',
    part: typeof saved.part === 'string' ? saved.part : undefined,
    index: isIndex(saved.index) ? saved.index : 0,
    off: Array.isArray(off) && off.every(isIndex) ? off : [],
    draw: isIndex(saved.draw) ? saved.draw : 0,
    tableOpen: saved.tableOpen === true,
  };
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
