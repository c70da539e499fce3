import type { OperationDefinition } from '../../../compiler/operations/definition';
import type { Kernel } from './kernel';
import { valuesOf } from './structure';

/**
 * The float64 meaning of an operation, as the catalogue of the compiler gives it, run on our memory. Slow, exact:
 * for what is small or rare, such as the metrics of a batch.
 */
export function referenceKernel(definition: OperationDefinition): Kernel {
  return ({ backend, operation, inputs }) => {
    if (definition.evaluate === undefined) throw new Error(`${operation.op} has no kernel here.`);
    const tensors = inputs.map((block) => ({
      dtype:
        block.dtype === 'float32'
          ? ('float32' as const)
          : block.dtype === 'int32'
            ? ('int32' as const)
            : ('bool' as const),
      shape: block.shape,
      data: Float64Array.from(valuesOf(backend, block)),
    }));
    const types = definition
      .infer(tensors, operation.attributes)
      .map((type) => ({ ...type, shape: type.shape.map((size) => size ?? 0) }));
    return definition.evaluate(tensors, operation.attributes, types).map((data, index) => {
      const type = types[index];
      const block = backend.allocate(
        type?.shape ?? [],
        type?.dtype === 'float32' ? 'float32' : type?.dtype === 'int32' ? 'int32' : 'bool',
      );
      valuesOf(backend, block).set(data);
      return block;
    });
  };
}
