import * as l10n from '@vscode/l10n';
import { formatCount } from '../shared/formatNumber';
import { numberText, shapeText } from './parts';
import { Trouble } from './Trouble';
import { useAnswer } from './useAnswer';
import type { View } from './view';

/** The columns of a table, or the parts of arrays, with their statistics. */
export function Columns({ view }: { readonly view: View }) {
  const { answer, error } = useAnswer({ kind: 'columns' });
  if (answer === undefined) return <Trouble view={view} error={error} what={l10n.t('the columns')} />;
  const number = (value: number | undefined): string => (value === undefined ? '' : numberText(value));
  return (
    <div class="table columns">
      <div class="table-scroll" tabIndex={0} role="region" aria-label={l10n.t('Columns')}>
        <table>
          <caption class="visually-hidden">{l10n.t('Columns, {0} rows', formatCount(answer.rows))}</caption>
          <thead>
            <tr>
              {[
                l10n.t('column'),
                l10n.t('type'),
                l10n.t('gaps'),
                l10n.t('min'),
                l10n.t('mean'),
                l10n.t('max'),
                l10n.t('first values'),
              ].map((title) => (
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
