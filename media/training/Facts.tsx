import * as l10n from '@vscode/l10n';
import { formatCount, formatValue } from '../shared/formatNumber';
import { metricTitle, orderMetrics } from './metricNames';
import type { TrainingState } from './trainingState';

/** The result on the test data, and what was trained on what. */
export function Facts({ state }: { readonly state: TrainingState }) {
  const { start, evaluation, end } = state;
  return (
    <div class="facts">
      {evaluation === undefined ? undefined : (
        <p class="result">
          <span class="muted">{l10n.t('test')}</span>
          {resultOrder(Object.keys(evaluation.logs)).map((name) => (
            <span key={name}>
              {metricTitle(name)} <b>{formatValue(evaluation.logs[name] ?? Number.NaN)}</b>
            </span>
          ))}
          <span class="muted">{l10n.t('{0} examples', formatCount(evaluation.examples))}</span>
        </p>
      )}
      {end?.assertions === undefined ? undefined : (
        <ul class="assertions" aria-label={l10n.t('Assertions')}>
          {end.assertions.map(({ text, holds, value }, index) => (
            <li key={index} class={holds ? '' : 'fails'}>
              {holds ? '✓' : '✕'} <code>{text}</code>
              {value === undefined ? (
                <span class="muted"> {l10n.t('not measured')}</span>
              ) : (
                <span class="muted"> {formatValue(value)}</span>
              )}
            </li>
          ))}
        </ul>
      )}
      {start === undefined ? undefined : (
        <p class="muted">
          {[
            l10n.t('{0} parameters', formatCount(start.params)),
            l10n.t('{0} training', formatCount(start.examples.train)),
            ...(start.examples.validation > 0
              ? [l10n.t('{0} validation', formatCount(start.examples.validation))]
              : []),
            ...(start.examples.test > 0 ? [l10n.t('{0} test examples', formatCount(start.examples.test))] : []),
            l10n.t('batch {0}', formatCount(start.batchSize)),
            l10n.t('seed {0}', start.seed),
          ].join(' · ')}
        </p>
      )}
    </div>
  );
}

/** A person looks for the accuracy first, for the loss after it. */
function resultOrder(names: readonly string[]): readonly string[] {
  const ordered = orderMetrics(names);
  return [...ordered.filter((name) => !name.endsWith('loss')), ...ordered.filter((name) => name.endsWith('loss'))];
}
