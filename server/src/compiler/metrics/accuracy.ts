import { isLabels } from '../targets';
import { binaryAccuracy } from './binaryAccuracy';
import { categoricalAccuracy } from './categoricalAccuracy';
import type { MetricDefinition } from './definition';
import { sparseCategoricalAccuracy } from './sparseCategoricalAccuracy';

/** Binary accuracy for one output, else categorical, against labels or one-hot rows: Keras's choice by shapes. */
export const accuracy: MetricDefinition = {
  name: 'accuracy',
  measure(context) {
    if (context.prediction.shape.at(-1) === 1) return binaryAccuracy.measure(context);
    return isLabels(context.target, context.prediction)
      ? sparseCategoricalAccuracy.measure(context)
      : categoricalAccuracy.measure(context);
  },
};
