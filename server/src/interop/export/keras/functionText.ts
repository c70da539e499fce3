import { activations } from '../../../language/layers/functions/activations';
import { constraints } from '../../../language/layers/functions/constraints';
import type { FunctionCatalogue, FunctionDefinition } from '../../../language/layers/functions/functionDefinition';
import { initializers } from '../../../language/layers/functions/initializers';
import { regularizers } from '../../../language/layers/functions/regularizers';
import type { ArgumentValue, FunctionValue, ParameterDefinition } from '../../../language/layers/definition';
import { isFunction, isKernel, isList } from '../../../language/layers/readers';
import { pythonLiteral, pythonName, type Plain } from '../python/pythonText';
import type { PythonScript } from '../python/pythonScript';

/** Activations that Keras has as layers, which take arguments. */
const activationLayers = new Set(['ReLU', 'LeakyReLU', 'ELU', 'Softmax']);

const modules = { initializer: 'initializers', regularizer: 'regularizers', constraint: 'constraints' } as const;

/** `"relu"`, `layers.LeakyReLU(negative_slope=0.1)`: an activation of Keras. */
export function activationText({ name, args }: FunctionValue, script: PythonScript): string {
  const definition = definitionIn(activations, name);
  const given = otherThanDefault(definition.parameters, args);
  if (given.length === 0) return pythonLiteral(definition.name);
  const layer = definition.aliases.find((alias) => activationLayers.has(alias));
  if (layer !== undefined) return `layers.${layer}(${given.map(([key, text]) => `${key}=${text}`).join(', ')})`;
  return partialActivation(definition.name, given, script);
}

/** `"he_normal"`, `initializers.Constant(value=0.1)`; of regularizers and constraints alike. */
export function weightFunctionText(
  catalogue: FunctionCatalogue,
  { name, args }: FunctionValue,
  script: PythonScript,
): string {
  const definition = definitionIn(catalogue, name);
  const given = otherThanDefault(definition.parameters, args);
  if (given.length === 0) return pythonLiteral(definition.name);
  if (catalogue.kind === 'activation') throw new TypeError('activations have a text of their own');
  const module = modules[catalogue.kind];
  script.import(`from keras import ${module}`);
  const className = definition.aliases.find((alias) => /^[A-Z]/.test(alias)) ?? definition.name;
  return `${module}.${className}(${given.map(([key, text]) => `${key}=${text}`).join(', ')})`;
}

export const catalogues = {
  initializer: initializers,
  regularizer: regularizers,
  constraint: constraints,
} as const;

/** A checked argument as a Python literal; sizes that are all equal as one number. */
export function literalText(value: ArgumentValue): string {
  if (isList(value)) {
    const [first] = value;
    if (value.length > 0 && typeof first === 'number' && value.every((item) => item === first))
      return pythonLiteral(first);
  }
  return pythonLiteral(plain(value));
}

/** A value without functions and kernels. */
export function plain(value: ArgumentValue): Plain {
  if (isList(value)) return value.map(plain);
  if (isFunction(value) || isKernel(value)) throw new TypeError(`${value.name} is no plain value`);
  return value;
}

/** Keras registers what a saved model names; the function's name says its arguments. */
function partialActivation(name: string, given: readonly (readonly [string, string])[], script: PythonScript): string {
  const own = pythonName([name, ...given.flat()].join('_').replaceAll('-', 'minus_').replaceAll(' ', ''));
  script.define(
    own,
    `
@keras.saving.register_keras_serializable("shapewright")
def ${own}(x):
    return keras.activations.${name}(x, ${given.map(([key, text]) => `${key}=${text}`).join(', ')})
`,
  );
  return own;
}

function definitionIn<T extends FunctionDefinition>(catalogue: FunctionCatalogue<T>, name: string): T {
  const definition = catalogue.get(name);
  if (definition === undefined) throw new Error(`There is no ${catalogue.kind} ${name}.`);
  return definition;
}

function otherThanDefault(
  parameters: readonly ParameterDefinition[],
  args: FunctionValue['args'],
): readonly (readonly [string, string])[] {
  return parameters.flatMap(({ name, default: usual }) => {
    const value = args[name];
    if (value === undefined || JSON.stringify(value) === JSON.stringify(usual)) return [];
    return [[name, literalText(value)] as const];
  });
}
