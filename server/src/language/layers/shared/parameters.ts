/** Parameters that several layers share, with Keras's defaults. */
import type { ArgumentValue, ParameterDefinition } from '../definition';

export function parameter(
  name: string,
  type: ParameterDefinition['type'],
  value: ArgumentValue | undefined,
  summary: string,
): ParameterDefinition {
  return value === undefined ? { name, type, summary } : { name, type, default: value, summary };
}

export function integer(name: string, summary: string, min: number, value?: number): ParameterDefinition {
  return parameter(name, { kind: 'integer', min }, value, summary);
}

export function float(
  name: string,
  summary: string,
  value: number,
  range: { readonly min?: number; readonly max?: number } = {},
): ParameterDefinition {
  return parameter(name, { kind: 'float', ...range }, value, summary);
}

export function flag(name: string, value: boolean, summary: string): ParameterDefinition {
  return parameter(name, { kind: 'boolean' }, value, summary);
}

export function sizes(name: string, rank: number, value: number | undefined, summary: string): ParameterDefinition {
  return parameter(name, { kind: 'sizes', rank, min: 1 }, value, summary);
}

export function padding(values: readonly string[] = ['valid', 'same']): ParameterDefinition {
  const causal = values.includes('causal') ? '; causal pads the start alone' : '';
  return parameter(
    'padding',
    { kind: 'choice', values },
    'valid',
    `valid pads nothing, same pads with zeros so that stride 1 keeps the size${causal}.`,
  );
}

/** Kept for Keras's argument order; tensors are channels last throughout. */
export const dataFormat: ParameterDefinition = parameter(
  'data_format',
  { kind: 'choice', values: ['channels_last'], optional: true },
  null,
  'The channels stand last; nothing else is offered.',
);

export const activation: ParameterDefinition = parameter(
  'activation',
  { kind: 'activation' },
  null,
  'The function applied to the output; none leaves it linear.',
);

export const useBias: ParameterDefinition = flag('use_bias', true, 'Whether a number is added to each output channel.');

export const activityRegularizer: ParameterDefinition = parameter(
  'activity_regularizer',
  { kind: 'regularizer' },
  null,
  "A penalty on the layer's output.",
);

export function initializer(weight: string, value: string): ParameterDefinition {
  return parameter(`${weight}_initializer`, { kind: 'initializer' }, value, `How ${weight} starts.`);
}

export function regularizer(weight: string): ParameterDefinition {
  return parameter(
    `${weight}_regularizer`,
    { kind: 'regularizer' },
    null,
    `A penalty on ${weight}, added to the loss.`,
  );
}

export function constraint(weight: string): ParameterDefinition {
  return parameter(
    `${weight}_constraint`,
    { kind: 'constraint' },
    null,
    `A projection of ${weight} after each update.`,
  );
}

export const seed: ParameterDefinition = parameter(
  'seed',
  { kind: 'integer', optional: true },
  null,
  "A seed of its own; without one it follows the training set-up's.",
);

/** The arguments that every layer takes, by name alone. */
export const commonParameters: readonly ParameterDefinition[] = [
  {
    name: 'name',
    type: { kind: 'text', optional: true },
    default: null,
    summary: "The layer's name in summaries and exports.",
    keywordOnly: true,
  },
  {
    name: 'trainable',
    type: { kind: 'boolean' },
    default: true,
    summary: 'Whether training changes its weights.',
    keywordOnly: true,
  },
];

/** `initializers`, `regularizers`, then `constraints` of weights, in Keras's order around `activity_regularizer`. */
export function weightParameters(kernels: readonly string[]): readonly ParameterDefinition[] {
  return [
    ...kernels.map((kernel) => initializer(kernel, 'glorot_uniform')),
    initializer('bias', 'zeros'),
    ...kernels.map(regularizer),
    regularizer('bias'),
    activityRegularizer,
    ...kernels.map(constraint),
    constraint('bias'),
  ];
}
