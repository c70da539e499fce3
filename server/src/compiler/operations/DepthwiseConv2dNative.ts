import { depthwise } from '../reference/depthwise';
import type { OperationDefinition } from './definition';
import { OperationError } from './definition';
import { depthwiseSizes } from './depthwiseSizes';
import { describe, input, known, requireRank } from './shapes';
import { spatialOf, windowsOf } from './windows';

/** Each channel by its own filters: x [N, h, w, in], filter [kh, kw, in, m] → [N, h', w', in·m]. */
export const DepthwiseConv2dNative: OperationDefinition = {
  name: 'DepthwiseConv2dNative',
  infer(inputs, attributes) {
    const x = requireRank(input(inputs, 0), 4);
    const filter = requireRank(input(inputs, 1), 4);
    if (x[3] !== filter[2])
      throw new OperationError(`a depthwise filter ${describe(filter)} does not fit ${describe(x)}`);
    const { output } = windowsOf(spatialOf(x), [known(filter, 0), known(filter, 1)], attributes);
    return [{ dtype: 'float32', shape: [x[0] ?? null, ...output, known(filter, 2) * known(filter, 3)] }];
  },
  gradient(builder, { inputs: [x, filter], gradients: [dy], attributes }) {
    if (!x || !filter || !dy) return [];
    const inputSize = x.shape.slice(1).map(Number);
    const filterSize = filter.shape.map(Number);
    return [
      builder.apply('DepthwiseConv2dNativeBackpropInput', [filter, dy], { ...attributes, input_size: inputSize }),
      builder.apply('DepthwiseConv2dNativeBackpropFilter', [x, dy], { ...attributes, filter_size: filterSize }),
    ];
  },
  evaluate([x, filter], attributes) {
    return x && filter ? [depthwise(depthwiseSizes(x.shape, filter.shape, attributes), x.data, filter.data)] : [];
  },
};
