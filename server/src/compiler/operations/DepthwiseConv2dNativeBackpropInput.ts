import { depthwiseBackInput } from '../reference/depthwise';
import { numbersAttribute, withoutAttribute } from './attributes';
import type { OperationDefinition } from './definition';
import { depthwiseSizes } from './depthwiseSizes';
import { input, requireRank } from './shapes';

/** The gradient of a depthwise convolution's input of `input_size` [h, w, in]: filter, dy. */
export const DepthwiseConv2dNativeBackpropInput: OperationDefinition = {
  name: 'DepthwiseConv2dNativeBackpropInput',
  infer(inputs, attributes) {
    const dy = requireRank(input(inputs, 1), 4);
    return [{ dtype: 'float32', shape: [dy[0] ?? null, ...numbersAttribute(attributes, 'input_size')] }];
  },
  gradient(builder, { inputs: [filter, dy], gradients: [g], attributes }) {
    if (!filter || !dy || !g) return [];
    const window = withoutAttribute(attributes, 'input_size');
    const filterSize = filter.shape.map(Number);
    return [
      builder.apply('DepthwiseConv2dNativeBackpropFilter', [g, dy], { ...window, filter_size: filterSize }),
      builder.apply('DepthwiseConv2dNative', [g, filter], window),
    ];
  },
  evaluate([filter, dy], attributes, [output]) {
    if (!filter || !dy || !output) return [];
    return [depthwiseBackInput(depthwiseSizes(output.shape, filter.shape, attributes), filter.data, dy.data)];
  },
};
