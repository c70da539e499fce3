/** Keras writes `accuracy` for the training part and `val_accuracy` for the validation part of one metric. */
export interface MetricName {
  readonly metric: string;
  readonly part: 'train' | 'validation';
}

const prefix = 'val_';

export function parseMetricName(name: string): MetricName {
  return name.startsWith(prefix) && name.length > prefix.length
    ? { metric: name.slice(prefix.length), part: 'validation' }
    : { metric: name, part: 'train' };
}

/** `loss` first, then losses of single outputs, then the metrics as the run names them, rates of learning last. */
export function orderMetrics(names: readonly string[]): readonly string[] {
  const rank = (name: string): number => {
    if (name === 'loss') return 0;
    if (name.endsWith('_loss')) return 1;
    return name === 'lr' || name === 'learning_rate' ? 3 : 2;
  };
  return names
    .map((name, index) => ({ name, index }))
    .sort((left, right) => rank(left.name) - rank(right.name) || left.index - right.index)
    .map(({ name }) => name);
}

/** A name of the log as a person reads it: `sparse_categorical_accuracy` → `sparse categorical accuracy`. */
export function metricTitle(metric: string): string {
  return metric.replaceAll('_', ' ');
}
