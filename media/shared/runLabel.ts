import * as l10n from '@vscode/l10n';
import type { RunRow } from '../../server/src/protocol/panelMessages';

const dayLength = 86_400_000;

/** Beside a line there is room for one word: the time of today, else the day. */
export function shortRunLabel({ time, state }: Pick<RunRow, 'time' | 'state'>, now = Date.now()): string {
  if (state === 'running' || now - time < dayLength / 2) return runLabel({ time, state }, now);
  return new Date(time).toLocaleDateString('en-US', { month: 'short', day: 'numeric' });
}

/** When a run began, as short as it stays clear: `now`, `09:12`, `Nov 3 09:12`. */
export function runLabel({ time, state }: Pick<RunRow, 'time' | 'state'>, now = Date.now()): string {
  if (state === 'running') return l10n.t('now');
  const date = new Date(time);
  const clock = date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  if (now - time < dayLength / 2) return clock;
  return `${date.toLocaleDateString('en-US', { month: 'short', day: 'numeric' })} ${clock}`;
}
