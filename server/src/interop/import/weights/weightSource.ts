import type { Tensor } from '../../../engine/backend';

/** The stored weights of a model. */
export interface WeightSource {
  /**
   * The values of one weight: `path` are the names of Keras's layer and the models around it, `index` its place among
   * the layer's weights. Undefined where the file does not have it.
   */
  find(path: readonly string[], weight: { readonly name: string; readonly index: number }): Tensor | undefined;
}

export function float32(shape: readonly number[], data: Float32Array): Tensor {
  return { dtype: 'float32', shape, data };
}
