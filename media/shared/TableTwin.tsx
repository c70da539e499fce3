import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { formatCount } from '../shared/formatNumber';

/** A longer table shows so many rows around the selected one. */
const mostRows = 200;

export interface TableTwinProps {
  readonly caption: string;
  readonly columns: readonly string[];
  /** Made only while the table is open. The first cell names the row. */
  readonly rows: () => readonly (readonly ComponentChildren[])[];
  readonly open: boolean;
  readonly onToggle: (open: boolean) => void;
  /** The row that the picture has selected. */
  readonly selected?: number;
}

/** The numbers of a picture, for whoever reads numbers rather than colours. */
export function TableTwin({ caption, columns, rows, open, onToggle, selected }: TableTwinProps) {
  const toggle = (event: Event): void => {
    const now = event.currentTarget instanceof HTMLDetailsElement && event.currentTarget.open;
    if (now !== open) onToggle(now);
  };
  return (
    <details class="table" open={open} onToggle={toggle}>
      <summary>{l10n.t('Table')}</summary>
      {open ? <Rows caption={caption} columns={columns} rows={rows()} selected={selected} /> : undefined}
    </details>
  );
}

function Rows({
  caption,
  columns,
  rows,
  selected,
}: {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly ComponentChildren[])[];
  readonly selected: number | undefined;
}) {
  const first = Math.max(0, Math.min(rows.length - mostRows, (selected ?? 0) - mostRows / 2));
  const shown = rows.slice(first, first + mostRows);
  return (
    <>
      {shown.length < rows.length ? (
        <p class="muted hint">
          {l10n.t(
            'Rows {0} to {1} of {2}, around the selected one.',
            formatCount(first + 1),
            formatCount(first + shown.length),
            formatCount(rows.length),
          )}
        </p>
      ) : undefined}
      <div class="table-scroll" tabIndex={0} role="region" aria-label={caption}>
        <table>
          <caption class="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th scope="col" key={column}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(([name, ...cells], index) => (
              <tr key={index} class={first + index === selected ? 'selected' : ''}>
                <th scope="row">{name}</th>
                {cells.map((cell, column) => (
                  <td key={column}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
