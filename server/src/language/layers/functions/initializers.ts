/**
 * Keras 3's initializers: names, arguments and what they draw. How they draw is the compiler's part
 * (`compiler/initializers.ts`), which reads the same names.
 */
import type { ParameterDefinition } from '../definition';
import { catalogue, type FunctionDefinition } from './functionDefinition';

const seed: ParameterDefinition = {
  name: 'seed',
  type: { kind: 'integer', optional: true },
  default: null,
  summary: "A seed of its own; without one it follows the training set-up's.",
};

function float(name: string, value: number, summary: string): ParameterDefinition {
  return { name, type: { kind: 'float' }, default: value, summary };
}

function scaled(name: string, className: string, summary: string): FunctionDefinition {
  return { name, aliases: [className], summary, parameters: [seed] };
}

export const initializers = catalogue('initializer', [
  scaled(
    'glorot_uniform',
    'GlorotUniform',
    'Uniform within ±√(6 / (fan in + fan out)): keeps the variance through linear and tanh layers.',
  ),
  scaled('glorot_normal', 'GlorotNormal', 'Truncated normal with deviation √(2 / (fan in + fan out)).'),
  scaled(
    'he_normal',
    'HeNormal',
    'Truncated normal with deviation √(2 / fan in): keeps the variance through ReLU layers.',
  ),
  scaled('he_uniform', 'HeUniform', 'Uniform within ±√(6 / fan in): keeps the variance through ReLU layers.'),
  scaled('lecun_normal', 'LecunNormal', 'Truncated normal with deviation √(1 / fan in): what SELU needs.'),
  scaled('lecun_uniform', 'LecunUniform', 'Uniform within ±√(3 / fan in).'),
  { name: 'zeros', aliases: ['Zeros', 'zero'], summary: 'All zeros.', parameters: [] },
  { name: 'ones', aliases: ['Ones', 'one'], summary: 'All ones.', parameters: [] },
  {
    name: 'constant',
    aliases: ['Constant'],
    summary: 'One value everywhere.',
    parameters: [float('value', 0, 'The value.')],
  },
  {
    name: 'random_normal',
    aliases: ['RandomNormal', 'normal'],
    summary: 'Normal draws.',
    parameters: [float('mean', 0, 'Their mean.'), float('stddev', 0.05, 'Their standard deviation.'), seed],
  },
  {
    name: 'truncated_normal',
    aliases: ['TruncatedNormal'],
    summary: 'Normal draws, those beyond two deviations drawn again.',
    parameters: [
      float('mean', 0, 'Their mean.'),
      float('stddev', 0.05, 'Their standard deviation before the cut.'),
      seed,
    ],
  },
  {
    name: 'random_uniform',
    aliases: ['RandomUniform', 'uniform'],
    summary: 'Uniform draws.',
    parameters: [float('minval', -0.05, 'The smallest value.'), float('maxval', 0.05, 'The end of the range.'), seed],
  },
  {
    name: 'variance_scaling',
    aliases: ['VarianceScaling'],
    summary: 'Draws whose variance is `scale` over the number of inputs or outputs.',
    parameters: [
      { name: 'scale', type: { kind: 'float', min: 0 }, default: 1, summary: 'The factor of the variance.' },
      {
        name: 'mode',
        type: { kind: 'choice', values: ['fan_in', 'fan_out', 'fan_avg'] },
        default: 'fan_in',
        summary: 'What the variance is divided by.',
      },
      {
        name: 'distribution',
        type: { kind: 'choice', values: ['truncated_normal', 'untruncated_normal', 'uniform'] },
        default: 'truncated_normal',
        summary: 'How the values are drawn.',
      },
      seed,
    ],
  },
  {
    name: 'orthogonal',
    aliases: ['Orthogonal', 'OrthogonalInitializer'],
    summary: 'A matrix with orthonormal rows or columns.',
    parameters: [float('gain', 1, 'A factor on it.'), seed],
  },
  {
    name: 'identity',
    aliases: ['Identity', 'IdentityInitializer'],
    summary: 'The identity matrix; for square two-dimensional weights.',
    parameters: [float('gain', 1, 'A factor on it.')],
  },
]);
