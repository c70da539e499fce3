import type { TrainingTarget } from '../../server/src/protocol/panelMessages';

/** What a person chose about the picture. */
export interface ViewOptions {
  /** The weight of the exponential smoothing, from 0 to 0.99. */
  readonly smoothing: number;
  readonly logScale: boolean;
  readonly tableOpen: boolean;
}

export interface SavedPanel extends ViewOptions {
  readonly target?: TrainingTarget;
}

export const largestSmoothing = 0.99;

/** What was saved, with defaults for whatever is missing or makes no sense. */
export function viewOptions(saved: Partial<SavedPanel>): ViewOptions {
  const { smoothing, logScale, tableOpen } = saved;
  return {
    smoothing: typeof smoothing === 'number' && smoothing >= 0 && smoothing <= largestSmoothing ? smoothing : 0.9,
    logScale: logScale === true,
    tableOpen: tableOpen === true,
  };
}
