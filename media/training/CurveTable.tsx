import * as l10n from '@vscode/l10n';
import { formatCount, formatValue } from '../shared/formatNumber';
import { metricTitle } from './metricNames';
import { tableRows } from './tableRows';
import type { Curve } from './trainingState';
import type { ViewOptions } from './viewOptions';

const rowsBesideEpochs = 24;

export interface CurveTableProps {
  readonly curves: readonly Curve[];
  readonly stepsPerEpoch: number;
  readonly options: ViewOptions;
  readonly onChange: (changed: Partial<ViewOptions>) => void;
}

/** The curves as a table, for whoever reads numbers rather than lines. */
export function CurveTable({ curves, stepsPerEpoch, options, onChange }: CurveTableProps) {
  const toggle = (event: Event): void => {
    const open = event.currentTarget instanceof HTMLDetailsElement && event.currentTarget.open;
    if (open !== options.tableOpen) onChange({ tableOpen: open });
  };
  return (
    <details class="table" open={options.tableOpen} onToggle={toggle}>
      <summary>{l10n.t('Table')}</summary>
      {options.tableOpen ? (
        <div class="table-scroll" tabIndex={0} role="region" aria-label={l10n.t('Curves as a table')}>
          <table>
            <caption class="visually-hidden">
              {l10n.t('Values of the curves by step, the training ones smoothed as in the charts')}
            </caption>
            <thead>
              <tr>
                <th scope="col">{l10n.t('step')}</th>
                <th scope="col">{l10n.t('epoch')}</th>
                {curves.map(({ metric, validation }) => [
                  <th scope="col" key={metric}>
                    {metricTitle(metric)}
                  </th>,
                  validation.length > 0 ? (
                    <th scope="col" key={`val_${metric}`}>
                      {l10n.t('val {0}', metricTitle(metric))}
                    </th>
                  ) : undefined,
                ])}
              </tr>
            </thead>
            <tbody>
              {tableRows(curves, options.smoothing, stepsPerEpoch, rowsBesideEpochs).map((row) => (
                <tr key={row.step} class={row.step % stepsPerEpoch === 0 ? 'epoch-end' : ''}>
                  <th scope="row">{formatCount(row.step)}</th>
                  <td>{formatEpoch(row.step, stepsPerEpoch)}</td>
                  {row.cells.map((cell, index) => [
                    <td key={index}>{cell.train === undefined ? '' : formatValue(cell.train)}</td>,
                    (curves[index]?.validation.length ?? 0) > 0 ? (
                      <td key={`val_${index}`}>{cell.validation === undefined ? '' : formatValue(cell.validation)}</td>
                    ) : undefined,
                  ])}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : undefined}
    </details>
  );
}

function formatEpoch(step: number, stepsPerEpoch: number): string {
  return (step / stepsPerEpoch).toFixed(2);
}
