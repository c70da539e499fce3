import type { ComponentChildren } from 'preact';

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
      <summary>Table</summary>
      {open ? (
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
              {rows().map(([name, ...cells], index) => (
                <tr key={index} class={index === selected ? 'selected' : ''}>
                  <th scope="row">{name}</th>
                  {cells.map((cell, column) => (
                    <td key={column}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : undefined}
    </details>
  );
}
