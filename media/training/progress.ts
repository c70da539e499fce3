import { formatCount } from '../shared/formatNumber';
import { formatDuration } from '../shared/formatDuration';
import { globalStep, isActive, type TrainingState } from './trainingState';

export interface Progress {
  /** From 0 to 1; undefined when the total is not known. */
  readonly share: number | undefined;
  readonly text: string;
}

const stateNames = {
  idle: 'not started',
  starting: 'starting the engine',
  'loading-data': 'loading data',
  compiling: 'compiling the model',
  training: 'training',
  paused: 'paused',
  evaluating: 'testing',
  stopping: 'stopping',
  completed: 'completed',
  stopped: 'stopped, what was learned is kept',
  failed: 'failed',
} as const;

/** The state in words, also what is announced to a screen reader when it changes. */
export function stateName(state: TrainingState): string {
  if (state.end?.reason === 'early-stopping' && state.state === 'completed')
    return 'stopped early, no more improvement';
  return stateNames[state.state];
}

/** How far the run is: of the training once it trains, of the loading of data before. */
export function progress(state: TrainingState): Progress {
  const activity = state.activity;
  const preparing = state.state === 'starting' || state.state === 'loading-data' || state.state === 'compiling';
  if (preparing || state.latest === undefined) {
    const measured = activity !== undefined && activity.state === state.state ? activity.progress : undefined;
    const words = [activity?.state === state.state ? (activity.message ?? stateName(state)) : stateName(state)];
    if (measured !== undefined)
      words.push(`${formatAmount(measured.done)} of ${formatAmount(measured.total)} ${measured.unit}`);
    return {
      share: measured !== undefined && measured.total > 0 ? Math.min(1, measured.done / measured.total) : 0,
      text: words.join(' · '),
    };
  }
  const { epoch, step, steps, secondsLeft } = state.latest;
  const epochs = Math.max(epoch, state.start?.epochs ?? epoch);
  const words = [`epoch ${formatCount(epoch)} of ${formatCount(epochs)}`, `${formatCount(step)}/${formatCount(steps)}`];
  if (state.state === 'training') words.push(`${formatDuration(secondsLeft)} left`);
  else words.push(stateName(state));
  if (!isActive(state.state)) {
    const seconds = elapsed(state);
    if (seconds !== undefined) words.push(`took ${formatDuration(seconds)}`);
  }
  return { share: Math.min(1, globalStep(epoch, step, steps) / (epochs * steps)), text: words.join(' · ') };
}

function formatAmount(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : value.toFixed(1);
}

function elapsed(state: TrainingState): number | undefined {
  return state.start === undefined || state.end === undefined ? undefined : (state.end.time - state.start.time) / 1000;
}
