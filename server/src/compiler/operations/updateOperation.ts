import type { OperationAttributes } from '../../language/layers/lowering';
import type { NumericTensor, OperationDefinition } from './definition';

/** The elements of the variables of an update at one place, by variable; `set` changes one. */
export interface UpdatePlace {
  get(variable: number): number;
  set(variable: number, value: number): void;
  /** The input's element at this place; a scalar's only element. */
  input(index: number): number;
}

/** An update that changes each element of its variables (`names`, all of one shape) by itself. */
export function updateOperation(
  name: string,
  step: (place: UpdatePlace, attributes: OperationAttributes) => void,
): OperationDefinition {
  return {
    name,
    sideEffect: true,
    infer: () => [],
    update(variables, inputs, attributes) {
      const length = variables[0]?.length ?? 0;
      for (let index = 0; index < length; index++) step(placeAt(variables, inputs, index), attributes);
    },
  };
}

function placeAt(variables: readonly Float64Array[], inputs: readonly NumericTensor[], index: number): UpdatePlace {
  return {
    get: (variable) => variables[variable]?.[index] ?? NaN,
    set(variable, value) {
      const target = variables[variable];
      if (target) target[index] = value;
    },
    input(which) {
      const given = inputs[which];
      return given?.data[given.shape.length === 0 ? 0 : index] ?? NaN;
    },
  };
}
