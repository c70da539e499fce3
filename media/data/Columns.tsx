import { formatCount } from '../shared/formatNumber';
import { numberText, shapeText } from './parts';
import { Trouble } from './Trouble';
import { useAnswer } from './useAnswer';
import type { View } from './view';

/** The columns of a table, or the parts of arrays, with their statistics. */
export function Columns({ view }: { readonly view: View }) {
  const { answer, error } = useAnswer({ kind: 'columns' });
  if (answer === undefined) return <Trouble view={view} error={error} what="the columns" />;
  const number = (value: number | undefined): string => (value === undefined ? '' : numberText(value));
  return (
    <div class="table columns">
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Columns">
        <table>
          <caption class="visually-hidden">Columns, {formatCount(answer.rows)} rows</caption>
          <thead>
            <tr>
              {['column', 'type', 'gaps', 'min', 'mean', 'max', 'first values'].map((title) => (
                <th scope="col" key={title}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {answer.columns.map(({ name, type, shape, gaps, low, mean, high, first }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td class="word">{shape.length === 0 ? type : shapeText(shape)}</td>
                <td>{formatCount(gaps)}</td>
                <td>{number(low)}</td>
                <td>{number(mean)}</td>
                <td>{number(high)}</td>
                <td class="word muted">{first.map((cell) => (cell === '' ? '–' : cell)).join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
