import { depthwiseBackFilter } from '../reference/depthwise';
import { numbersAttribute } from './attributes';
import type { OperationDefinition } from './definition';
import { depthwiseSizes } from './depthwiseSizes';

/** The gradient of a depthwise filter of `filter_size` [kh, kw, in, m]: x, dy. */
export const DepthwiseConv2dNativeBackpropFilter: OperationDefinition = {
  name: 'DepthwiseConv2dNativeBackpropFilter',
  infer: (_, attributes) => [{ dtype: 'float32', shape: numbersAttribute(attributes, 'filter_size') }],
  evaluate([x, dy], attributes, [output]) {
    if (!x || !dy || !output) return [];
    return [depthwiseBackFilter(depthwiseSizes(x.shape, output.shape, attributes), x.data, dy.data)];
  },
};
