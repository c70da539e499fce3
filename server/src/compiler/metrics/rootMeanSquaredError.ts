import { arithmetic } from '../arithmetic';
import { denseTarget } from '../targets';
import type { MetricDefinition } from './definition';
import { meanOf } from './meanOf';

/** The root of the mean squared difference of all elements. */
export const rootMeanSquaredError: MetricDefinition = {
  name: 'root_mean_squared_error',
  measure({ builder, target, prediction }) {
    const math = arithmetic(builder);
    const difference = math.subtract(denseTarget(builder, target, prediction), prediction);
    return { ...meanOf(builder, math.apply('Square', difference)), finish: 'root_mean' };
  },
};
