import { numberAttribute } from './attributes';
import type { OperationDefinition } from './definition';
import { OperationError } from './definition';
import { input } from './shapes';

/** A last axis of `depth`: float32 1 at the place that the int32 input names, 0 elsewhere. */
export const OneHot: OperationDefinition = {
  name: 'OneHot',
  infer(inputs, attributes) {
    const { dtype, shape } = input(inputs, 0);
    if (dtype !== 'int32') throw new OperationError(`OneHot needs int32, got ${dtype}`);
    return [{ dtype: 'float32', shape: [...shape, numberAttribute(attributes, 'depth')] }];
  },
  evaluate([x], attributes) {
    const depth = numberAttribute(attributes, 'depth');
    const result = new Float64Array((x?.data.length ?? 0) * depth);
    x?.data.forEach((at, row) => {
      if (at >= 0 && at < depth) result[row * depth + at] = 1;
    });
    return [result];
  },
};
