import type { Value } from '../../language/layers/lowering';
import type { OperationBuilder } from '../operations/definition';

/** All elements of the values, one after another. */
export function vector(builder: OperationBuilder, values: readonly Value[]): Value {
  const flat = values.map((value) =>
    value.shape.length === 1
      ? value
      : builder.apply('Reshape', [value], {
          shape: [value.shape.reduce<number>((product, size) => product * (size ?? 1), 1)],
        }),
  );
  const [only] = flat;
  return flat.length === 1 && only !== undefined ? only : builder.apply('ConcatV2', flat, { axis: 0 });
}
