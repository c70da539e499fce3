/** Our wasm kernels. They work on the memory of tfjs's wasm back end and keep no state of their own. */
export {
  addToColumns,
  combineColumns,
  reluGradient,
  scaleColumns,
  sumColumns,
  sumProductsWithDeviation,
  sumSquaredDeviations,
} from './columns';
export { convolution, convolutionFilterGradient, convolutionInputGradient } from './convolution';
export { depthwise, depthwiseFilterGradient, depthwiseInputGradient } from './depthwise';
export { matmul, scratchBytes } from './matmul';
export { averagePool, averagePoolGradient, maxPool, maxPoolGradient } from './pooling';
export { uniform } from './random';
