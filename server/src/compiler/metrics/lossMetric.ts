import type { LossDefinition } from '../losses/definition';
import { arithmetic } from '../arithmetic';
import { rowCosine } from '../losses/rowCosine';
import { denseTarget } from '../targets';
import type { MetricDefinition } from './definition';
import { meanOf } from './meanOf';

/** The mean of a loss; the metric of cosine similarity alone has the other sign, as in Keras. */
export function lossMetric(loss: LossDefinition): MetricDefinition {
  if (loss.name === 'cosine_similarity') return cosineMetric;
  return {
    name: loss.name,
    measure(context) {
      const { values, mask } = loss.losses(context);
      return meanOf(context.builder, values, mask);
    },
  };
}

const cosineMetric: MetricDefinition = {
  name: 'cosine_similarity',
  measure({ builder, target, prediction }) {
    return meanOf(builder, rowCosine(arithmetic(builder), denseTarget(builder, target, prediction), prediction));
  },
};
