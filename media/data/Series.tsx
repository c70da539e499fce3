import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { formatCount, formatValue } from '../shared/formatNumber';
import { SeriesPlot } from '../shared/SeriesPlot';
import { TableTwin } from '../shared/TableTwin';
import { Trouble } from './Trouble';
import { useAnswer } from './useAnswer';
import type { View } from './view';

/** Each column of a series as a line; the window of the chosen example and what it foresees are marked on it. */
export function Series({ view, count }: { readonly view: View; readonly count: number }) {
  const { options, change, overview } = view;
  const [at, setAt] = useState(0);
  const [after, setAfter] = useState(true);
  const cut = overview.stages.findIndex(({ kind }) => kind === 'window');
  const { answer, error } = useAnswer({
    kind: 'series',
    split: options.split,
    index: cut < 0 ? options.index : 0,
    steps: after,
  });
  if (answer === undefined) return <Trouble view={view} error={error} what={l10n.t('the series')} />;
  const { columns, values, every, rows, trained, window } = answer;
  const index = Math.min(options.index, Math.max(0, count - 1));
  // Test windows come behind those that train.
  const before = options.split === 'test' && window !== undefined ? firstTest(trained, window) : 0;
  const start = window === undefined ? 0 : (before + index) * window.stride;
  const bands =
    window === undefined
      ? []
      : [
          { from: start / every, to: (start + window.length - 1) / every },
          ...(window.horizon > 0
            ? [
                {
                  from: (start + window.length) / every,
                  to: (start + window.length + window.horizon - 1) / every,
                  kind: 'second' as const,
                },
              ]
            : []),
        ];
  const length = values.length / columns.length;
  const place = Math.max(0, Math.min(length - 1, at));
  const series = columns.map((name, column) => ({
    name,
    values: Float32Array.from({ length }, (_, row) => values[row * columns.length + column] ?? 0),
  }));
  return (
    <>
      <div class="tools">
        {window === undefined ? undefined : (
          <label>
            {l10n.t('window')}
            <input
              class="number"
              type="number"
              min={0}
              max={Math.max(0, count - 1)}
              value={index}
              onInput={({ currentTarget }) =>
                change({ index: Math.max(0, Math.floor(currentTarget.valueAsNumber || 0)) })
              }
            />
            <span class="muted">{l10n.t('of {0}', formatCount(count))}</span>
          </label>
        )}
        {window === undefined ? undefined : (
          <span class="keys">
            <span>
              <i class="key" /> {l10n.t('input, {0}', window.length)}
            </span>
            {window.horizon > 0 ? (
              <span>
                <i class="key second" /> {l10n.t('horizon, {0}', window.horizon)}
              </span>
            ) : undefined}
          </span>
        )}
        {cut > 1 ? (
          <label>
            <input type="checkbox" checked={after} onChange={({ currentTarget }) => setAfter(currentTarget.checked)} />
            {l10n.t('behind the steps')}
          </label>
        ) : undefined}
        <span class="muted">
          {trained < rows
            ? l10n.t('{0} rows train, {1} test', formatCount(trained), formatCount(rows - trained))
            : l10n.t('{0} rows train', formatCount(trained))}
          {every > 1 ? ` · ${l10n.t('one row of {0} is drawn', every)}` : ''}
        </span>
      </div>
      {series.map(({ name, values: line }, column) => (
        <SeriesPlot
          key={name}
          name={name}
          values={line}
          length={length}
          offset={0}
          axis={l10n.t('row')}
          series={column % 2 === 0 ? 0 : 1}
          at={place}
          bands={bands}
          every={every}
          border={trained < rows ? (trained - 0.5) / every : undefined}
          onMove={setAt}
          height={columns.length > 2 ? 144 : 240}
        />
      ))}
      <TableTwin
        caption={l10n.t('The rows of the series, from the one that is read')}
        columns={[l10n.t('row'), ...columns]}
        rows={() =>
          Array.from({ length: Math.min(100, length - place) }, (_, row) => [
            (place + row) * every,
            ...series.map(({ values: line }) => formatValue(line[place + row] ?? 0)),
          ])
        }
        open={options.tableOpen}
        onToggle={(tableOpen) => change({ tableOpen })}
        selected={0}
      />
    </>
  );
}

/** The first window whose horizon, or without one whose rows, lie in the test part. */
function firstTest(
  trained: number,
  { length, horizon, stride }: { readonly length: number; readonly horizon: number; readonly stride: number },
): number {
  return Math.max(0, Math.ceil((trained - (horizon > 0 ? length : 0)) / stride));
}
