import type { DataType } from '../program';
import { textAttribute } from './attributes';
import type { OperationDefinition } from './definition';
import { OperationError } from './definition';
import { input } from './shapes';

/** Converts to `dtype`; fractions are cut off on the way to whole numbers, anything but 0 is true. */
export const Cast: OperationDefinition = {
  name: 'Cast',
  infer: (inputs, attributes) => [
    { dtype: dataType(textAttribute(attributes, 'dtype')), shape: input(inputs, 0).shape },
  ],
  gradient(_, { inputs: [x], gradients: [dy] }) {
    return [x?.dtype === 'float32' ? dy : undefined];
  },
  evaluate([x], _, [output]) {
    if (!x || !output) return [];
    if (output.dtype === 'bool') return [x.data.map((value) => (value === 0 ? 0 : 1))];
    return [output.dtype === 'float32' ? x.data.slice() : x.data.map(Math.trunc)];
  },
};

function dataType(name: string): DataType {
  if (name === 'float32' || name === 'int32' || name === 'bool' || name === 'uint8') return name;
  throw new OperationError(`there is no type ${name}`);
}
