import * as l10n from '@vscode/l10n';
import type { FromTrainingPanel, RunRow } from '../../server/src/protocol/panelMessages';
import { formatCount, formatValue } from '../shared/formatNumber';
import { metricTitle } from './metricNames';
import { runLabel } from '../shared/runLabel';

export interface RunListProps {
  readonly runs: readonly RunRow[];
  /** The names of the runs that are laid over, in the order of their colours. */
  readonly shown: readonly string[];
  readonly onShown: (shown: readonly string[]) => void;
  readonly post: (message: FromTrainingPanel) => void;
}

/** Colours for runs beside the current one. */
const mostShown = 5;

/** The runs of this set-up: which are drawn, how they did, and what their source has that this one's has not. */
export function RunList({ runs, shown, onShown, post }: RunListProps) {
  if (runs.length === 0) return null;
  const name = runs.find(({ best }) => best !== undefined)?.best?.name;
  const toggle = (run: string): void =>
    onShown(shown.includes(run) ? shown.filter((other) => other !== run) : [...shown, run].slice(-mostShown));
  return (
    <section class="runs" aria-label={l10n.t('Runs')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{l10n.t('runs')}</th>
            <th scope="col" class="number params">
              {l10n.t('params')}
            </th>
            <th scope="col" class="number">
              {name === undefined ? l10n.t('best') : l10n.t('best {0}', metricTitle(name))}
            </th>
            <th scope="col">{l10n.t('change of source')}</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((row) => {
            const colour = row.isCurrent ? 0 : shown.indexOf(row.run) + 1;
            const label = runLabel(row);
            return (
              <tr key={row.run} class={row.isCurrent ? 'current' : ''}>
                <th scope="row">
                  <label class="run">
                    <input
                      type="checkbox"
                      class={`dot series-${colour}`}
                      checked={row.isCurrent || colour > 0}
                      disabled={row.isCurrent}
                      onChange={() => toggle(row.run)}
                    />
                    {label}
                    {row.state === 'completed' ? undefined : <span class="muted">{stateText(row.state)}</span>}
                  </label>
                </th>
                <td class="number params">{formatCount(row.params)}</td>
                <td class="number">{row.best === undefined ? '' : formatValue(row.best.value)}</td>
                <td class="last">
                  <div class="ends">
                    <div class="change">
                      <Change row={row} />
                    </div>
                    <Actions row={row} post={post} />
                  </div>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function Change({ row }: { readonly row: RunRow }) {
  if (row.isCurrent) return <span class="muted">{l10n.t('shown')}</span>;
  if (row.change.length === 0) return <span class="muted">{l10n.t('same source')}</span>;
  return (
    <>
      {row.change.map(({ kind, text }, index) => (
        <span key={index} class={kind}>
          {kind === 'added' ? '+' : '−'} {text}
        </span>
      ))}
    </>
  );
}

function Actions({ row, post }: { readonly row: RunRow; readonly post: RunListProps['post'] }) {
  return (
    <div class="actions">
      {row.resumable ? (
        <button type="button" class="link" onClick={() => post({ type: 'continue-run', run: row.run })}>
          {l10n.t('Resume')}
        </button>
      ) : undefined}
      <button
        type="button"
        class="link"
        title={l10n.t('The exact source of the run beside the present text')}
        onClick={() => post({ type: 'compare-source', run: row.run })}
      >
        {l10n.t('Source')}
      </button>
      <button
        type="button"
        class="link"
        title={l10n.t('Put the source of the run in the place of the present text, after a question')}
        onClick={() => post({ type: 'restore-source', run: row.run })}
      >
        {l10n.t('Restore…')}
      </button>
    </div>
  );
}

function stateText(state: RunRow['state']): string {
  return state === 'early-stopping' ? l10n.t('stopped early') : state;
}
