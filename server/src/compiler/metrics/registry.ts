import { lossDefinitions } from '../losses/registry';
import { accuracy } from './accuracy';
import { auc } from './auc';
import { binaryAccuracy } from './binaryAccuracy';
import { categoricalAccuracy } from './categoricalAccuracy';
import type { MetricDefinition } from './definition';
import { f1Score } from './f1Score';
import { lossMetric } from './lossMetric';
import { meanIoU } from './meanIoU';
import { precision } from './precision';
import { recall } from './recall';
import { rootMeanSquaredError } from './rootMeanSquaredError';
import { sparseCategoricalAccuracy } from './sparseCategoricalAccuracy';
import { sparseTopKCategoricalAccuracy } from './sparseTopKCategoricalAccuracy';
import { topKCategoricalAccuracy } from './topKCategoricalAccuracy';

/** Every metric of the language's catalogue: its own and every loss. */
export const metricDefinitions: readonly MetricDefinition[] = [
  accuracy,
  binaryAccuracy,
  categoricalAccuracy,
  sparseCategoricalAccuracy,
  topKCategoricalAccuracy,
  sparseTopKCategoricalAccuracy,
  rootMeanSquaredError,
  precision,
  recall,
  f1Score,
  auc,
  meanIoU,
  ...lossDefinitions.map(lossMetric),
];

/** The metric of a name; throws where there is none. */
export function metricNamed(name: string): MetricDefinition {
  const definition = metricDefinitions.find((metric) => metric.name === name);
  if (definition === undefined) throw new Error(`there is no metric ${name}`);
  return definition;
}
