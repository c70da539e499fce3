import * as l10n from '@vscode/l10n';
import { formatCount } from '../shared/formatNumber';
import { formatDuration } from '../shared/formatDuration';
import { globalStep, isActive, type TrainingState } from './trainingState';

export interface Progress {
  /** From 0 to 1; undefined when the total is not known. */
  readonly share: number | undefined;
  readonly text: string;
}

const stateNames = (): { readonly [state in TrainingState['state']]: string } => ({
  idle: l10n.t('not started'),
  starting: l10n.t('starting the engine'),
  'loading-data': l10n.t('loading data'),
  compiling: l10n.t('compiling the model'),
  training: l10n.t('training'),
  paused: l10n.t('paused'),
  evaluating: l10n.t('testing'),
  stopping: l10n.t('stopping'),
  completed: l10n.t('completed'),
  stopped: l10n.t('stopped, what was learned is kept'),
  failed: l10n.t('failed'),
});

/** The state in words, also what is announced to a screen reader when it changes. */
export function stateName(state: TrainingState): string {
  if (state.end?.reason === 'early-stopping' && state.state === 'completed')
    return l10n.t('stopped early, no more improvement');
  return stateNames()[state.state];
}

/** How far the run is: of the training once it trains, of the loading of data before. */
export function progress(state: TrainingState): Progress {
  const activity = state.activity;
  const preparing = state.state === 'starting' || state.state === 'loading-data' || state.state === 'compiling';
  if (preparing || state.latest === undefined) {
    const measured = activity !== undefined && activity.state === state.state ? activity.progress : undefined;
    const words = [activity?.state === state.state ? (activity.message ?? stateName(state)) : stateName(state)];
    if (measured !== undefined)
      words.push(l10n.t('{0} of {1} {2}', formatAmount(measured.done), formatAmount(measured.total), measured.unit));
    return {
      share: measured !== undefined && measured.total > 0 ? Math.min(1, measured.done / measured.total) : 0,
      text: words.join(' · '),
    };
  }
  const { epoch, step, steps, secondsLeft } = state.latest;
  const epochs = Math.max(epoch, state.start?.epochs ?? epoch);
  const words = [
    l10n.t('epoch {0} of {1}', formatCount(epoch), formatCount(epochs)),
    `${formatCount(step)}/${formatCount(steps)}`,
  ];
  if (state.state === 'training') words.push(l10n.t('{0} left', formatDuration(secondsLeft)));
  else words.push(stateName(state));
  if (!isActive(state.state)) {
    const seconds = elapsed(state);
    if (seconds !== undefined) words.push(l10n.t('took {0}', formatDuration(seconds)));
  }
  return { share: Math.min(1, globalStep(epoch, step, steps) / (epochs * steps)), text: words.join(' · ') };
}

function formatAmount(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : value.toFixed(1);
}

function elapsed(state: TrainingState): number | undefined {
  return state.began === undefined || state.end === undefined ? undefined : (state.end.time - state.began) / 1000;
}
