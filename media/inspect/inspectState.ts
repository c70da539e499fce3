import type { InspectLayer, ModelAnswer } from '../../server/src/protocol/inspectMessages';
import type { InspectRun, InspectTarget, ToInspectPanel } from '../../server/src/protocol/inspectPanelMessages';
import type { RunError } from '../../server/src/protocol/runEvents';

/** What the host has told. */
export interface InspectState {
  readonly target: InspectTarget | undefined;
  readonly title: string;
  /** The last valid one: an invalid edit leaves it, with the error beside it. */
  readonly model: ModelAnswer | undefined;
  readonly error: RunError | undefined;
  readonly revision: number;
  readonly runs: readonly InspectRun[];
}

export const initialInspectState: InspectState = {
  target: undefined,
  title: '',
  model: undefined,
  error: undefined,
  revision: 0,
  runs: [],
};

/** Answers and failures go to `Questions`; they change nothing here. */
export function reduceInspect(state: InspectState, message: ToInspectPanel): InspectState {
  switch (message.type) {
    case 'model':
      return {
        target: message.target,
        title: message.title,
        model: message.model ?? state.model,
        error: message.error,
        revision: message.revision,
        runs: message.runs,
      };
    case 'runs':
      return { ...state, runs: message.runs };
    case 'answer':
    case 'failed':
    case 'select':
      return state;
  }
}

/** The layer at a path; where there is none, the first convolution, which is what most come to see. */
export function layerAt(model: ModelAnswer, path: string | undefined): InspectLayer | undefined {
  const found = model.layers.find((layer) => layer.path === path);
  return found ?? model.layers.find(({ window }) => window !== undefined) ?? model.layers[1] ?? model.layers[0];
}
