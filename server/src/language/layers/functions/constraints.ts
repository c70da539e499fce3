/** Keras 3's constraints: projections applied to a weight after each update. */
import type { ParameterDefinition } from '../definition';
import { catalogue } from './functionDefinition';

const axis: ParameterDefinition = {
  name: 'axis',
  type: { kind: 'axes' },
  default: [0],
  summary: 'The axes along which the norm is taken.',
};

function float(name: string, value: number, summary: string): ParameterDefinition {
  return { name, type: { kind: 'float', min: 0 }, default: value, summary };
}

export const constraints = catalogue('constraint', [
  {
    name: 'max_norm',
    aliases: ['MaxNorm'],
    summary: "Scales a unit's weights down when their norm exceeds a maximum.",
    parameters: [float('max_value', 2, 'The largest norm.'), axis],
  },
  {
    name: 'min_max_norm',
    aliases: ['MinMaxNorm'],
    summary: "Moves the norm of a unit's weights into a range.",
    parameters: [
      float('min_value', 0, 'The smallest norm.'),
      float('max_value', 1, 'The largest norm.'),
      {
        name: 'rate',
        type: { kind: 'float', min: 0, max: 1 },
        default: 1,
        summary: 'How far it is moved: 1 is all the way.',
      },
      axis,
    ],
  },
  { name: 'non_neg', aliases: ['NonNeg'], summary: 'Sets negative weights to zero.', parameters: [] },
  { name: 'unit_norm', aliases: ['UnitNorm'], summary: "Scales a unit's weights to norm 1.", parameters: [axis] },
]);
