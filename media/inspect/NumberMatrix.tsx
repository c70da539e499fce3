import * as l10n from '@vscode/l10n';
import { formatValue } from '../shared/formatNumber';
import { cssColour, inkOn, placeOf, type ColourTable } from '../../server/src/language/pictures/colourTables';

export interface NumberMatrixProps {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly values: (place: number) => number;
  readonly low: number;
  readonly high: number;
  readonly table: ColourTable;
  /** Places in the padding, which hold no value. */
  readonly isPadding?: (place: number) => boolean;
  /** Places that decide: the largest of a maximum. */
  readonly isMarked?: (place: number) => boolean;
}

/** Numbers in coloured squares: their own table, so that they need no other. */
export function NumberMatrix({
  name,
  rows,
  columns,
  values,
  low,
  high,
  table,
  isPadding,
  isMarked,
}: NumberMatrixProps) {
  return (
    <table class="matrix" aria-label={name}>
      <tbody>
        {Array.from({ length: rows }, (_, row) => (
          <tr key={row}>
            {Array.from({ length: columns }, (__, column) => {
              const place = row * columns + column;
              if (isPadding?.(place) === true) {
                return (
                  <td key={column} class="padding" title={l10n.t('padding')}>
                    0
                  </td>
                );
              }
              const value = values(place);
              const shade = placeOf(value, low, high);
              return (
                <td
                  key={column}
                  class={isMarked?.(place) === true ? 'marked' : ''}
                  style={{ background: cssColour(table, shade), color: inkOn(table, shade) }}
                >
                  {short(value, Math.max(Math.abs(low), Math.abs(high)))}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Two decimals where they fit into a square and tell the numbers apart. */
function short(value: number, largest: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1000) return String(value).replace('-', '−');
  if (Math.abs(value) < 100 && (Math.abs(value) >= 0.005 || largest >= 0.05))
    return value
      .toFixed(2)
      .replace(/^-(?=0\.00$)/, '')
      .replace('-', '−');
  return formatValue(value);
}
