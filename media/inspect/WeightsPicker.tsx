import * as l10n from '@vscode/l10n';
import type { InspectRun } from '../../server/src/protocol/inspectPanelMessages';
import { runLabel } from '../shared/runLabel';
import { chosenRun, type ViewOptions } from './viewOptions';

export interface WeightsPickerProps {
  readonly runs: readonly InspectRun[];
  readonly options: ViewOptions;
  readonly change: (changed: Partial<ViewOptions>) => void;
}

/** Whose weights are shown: a slider over the epochs of a run, 0 before training. At its end it follows the training. */
export function WeightsPicker({ runs, options, change }: WeightsPickerProps) {
  const run = chosenRun(options, runs);
  if (run === undefined) return <span class="muted">{l10n.t('untrained')}</span>;
  const stops = [0, ...run.epochs.filter((epoch) => epoch > 0)];
  const last = stops.length - 1;
  const stop =
    options.epoch === undefined
      ? last
      : Math.max(
          0,
          stops.findLastIndex((epoch) => epoch <= (options.epoch ?? 0)),
        );
  const epoch = stops[stop] ?? 0;
  const text = epoch === 0 ? 'untrained' : String(epoch);
  return (
    <span class="weights">
      {runs.length > 1 ? (
        <select
          aria-label={l10n.t('Run')}
          value={run.run}
          onChange={({ currentTarget }) => change({ run: currentTarget.value, epoch: undefined })}
        >
          {runs.map(({ run: name, train, fits }) => (
            <option key={name} value={name}>
              {[train, runStart(name), ...(fits ? [] : [l10n.t('(other layers)')])].join(' ')}
            </option>
          ))}
        </select>
      ) : undefined}
      <label>
        {l10n.t('epoch')}
        <input
          type="range"
          min={0}
          max={last}
          value={stop}
          aria-valuetext={epoch === 0 ? l10n.t('before training') : l10n.t('epoch {0}', epoch)}
          style={{ '--share': `${last === 0 ? 0 : (stop / last) * 100}%` }}
          onInput={({ currentTarget }) => {
            const chosen = currentTarget.valueAsNumber;
            change({ epoch: chosen === last ? undefined : stops[chosen] });
          }}
        />
        <span class="epoch">{text}</span>
      </label>
    </span>
  );
}

const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** When a run began: the first ten characters of a ULID are its time in milliseconds. */
export function runStart(run: string): string {
  const time = [...run.slice(0, 10)].reduce((all, character) => all * 32 + Math.max(0, digits.indexOf(character)), 0);
  return runLabel({ time, state: 'completed' });
}
