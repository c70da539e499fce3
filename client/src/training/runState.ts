import { unexplainedEnd } from '../../../server/src/engine/runProblem';
import type { PanelState } from '../../../server/src/protocol/panelMessages';
import type { RunError, RunEvent } from '../../../server/src/protocol/runEvents';

/** Where a run stands, as the panel, the context keys and the log show it. */
export interface RunCondition {
  readonly state: PanelState;
  readonly error?: RunError;
}

export type RunInput =
  /** A person asked for a start; the engine process is not there yet. */
  | { readonly kind: 'start' }
  /** Asked for, not yet done: the engine answers with events. */
  | { readonly kind: 'stop' }
  | { readonly kind: 'event'; readonly event: RunEvent }
  /** The engine is gone, or never came. */
  | { readonly kind: 'lost'; readonly error: RunError };

export const idle: RunCondition = { state: 'idle' };

/** The state machine of a run. Total: an input that makes no sense in a state leaves it as it is. */
export function nextCondition(before: RunCondition, input: RunInput): RunCondition {
  switch (input.kind) {
    case 'start':
      return hasEnded(before.state) ? { state: 'starting' } : before;
    case 'stop':
      return hasEnded(before.state) ? before : { state: 'stopping' };
    case 'lost':
      return hasEnded(before.state) ? before : { state: 'failed', error: input.error };
    case 'event':
      return afterEvent(before, input.event);
  }
}

/** Whether nothing happens any more until somebody starts again. */
export function hasEnded(state: PanelState): boolean {
  return state === 'idle' || state === 'completed' || state === 'stopped' || state === 'failed';
}

function afterEvent(before: RunCondition, event: RunEvent): RunCondition {
  switch (event.event) {
    case 'start':
      // Also a later attempt of a run that had ended.
      return before.state === 'stopping' ? before : { state: 'starting' };
    case 'state':
      // What was under way when the stop was asked for may still report itself.
      return before.state === 'stopping' || isOver(before) ? before : { state: event.state };
    case 'end':
      // The first end counts: a process that is killed while it tidies up has done its work.
      return isOver(before) ? before : afterEnd(event.reason, event.error);
    case 'batch':
      return before.state === 'starting' || before.state === 'loading-data' || before.state === 'compiling'
        ? { state: 'training' }
        : before;
    case 'epoch':
    case 'evaluate':
    case 'warning':
      return before;
  }
}

function isOver({ state }: RunCondition): boolean {
  return state !== 'idle' && hasEnded(state);
}

function afterEnd(
  reason: 'completed' | 'stopped' | 'early-stopping' | 'failed' | 'killed',
  error: RunError | undefined,
): RunCondition {
  if (reason === 'completed' || reason === 'early-stopping') return { state: 'completed' };
  if (reason === 'stopped') return { state: 'stopped' };
  return { state: 'failed', error: error ?? unexplainedEnd };
}
