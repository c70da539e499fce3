import * as l10n from '@vscode/l10n';
import { formatCount } from '../shared/formatNumber';

export interface ClassBalanceProps {
  readonly names: readonly string[];
  readonly counts: Int32Array;
}

/** How many examples each class has: a bar under each name, its length by the largest class. */
export function ClassBalance({ names, counts }: ClassBalanceProps) {
  const most = counts.reduce((a, b) => Math.max(a, b), 1);
  const total = Math.max(
    1,
    counts.reduce((a, b) => a + b, 0),
  );
  return (
    <table class="balance">
      <caption>{l10n.t('Classes')}</caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">{l10n.t('class')}</th>
          <th scope="col">{l10n.t('examples')}</th>
          <th scope="col">{l10n.t('share')}</th>
        </tr>
      </thead>
      <tbody>
        {names.map((name, label) => (
          <tr key={label}>
            <th scope="row">
              {name}
              <div class="bar" style={{ width: `${(100 * (counts[label] ?? 0)) / most}%` }} />
            </th>
            <td>{formatCount(counts[label] ?? 0)}</td>
            <td class="muted">{((100 * (counts[label] ?? 0)) / total).toFixed(1)} %</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
