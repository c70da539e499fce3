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
          <span class="muted">test</span>
          {resultOrder(Object.keys(evaluation.logs)).map((name) => (
            <span key={name}>
              {metricTitle(name)} <b>{formatValue(evaluation.logs[name] ?? Number.NaN)}</b>
            </span>
          ))}
          <span class="muted">{formatCount(evaluation.examples)} examples</span>
        </p>
      )}
      {end?.assertions === undefined ? undefined : (
        <ul class="assertions" aria-label="Assertions">
          {end.assertions.map(({ text, holds, value }, index) => (
            <li key={index} class={holds ? '' : 'fails'}>
              {holds ? '✓' : '✕'} <code>{text}</code>
              {value === undefined ? (
                <span class="muted"> not measured</span>
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
            `${formatCount(start.params)} parameters`,
            `${formatCount(start.examples.train)} training`,
            ...(start.examples.validation > 0 ? [`${formatCount(start.examples.validation)} validation`] : []),
            ...(start.examples.test > 0 ? [`${formatCount(start.examples.test)} test examples`] : []),
            `batch ${formatCount(start.batchSize)}`,
            `seed ${start.seed}`,
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
