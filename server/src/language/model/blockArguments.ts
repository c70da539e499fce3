import { unknownName } from '../diagnostics/unknownName';
import { firstLine } from '../diagnostics/firstLine';
import type { BlockDeclaration, Call, Parameter, Span } from '../syntax/tree';
import { evaluate, evaluateArguments, type Environment } from './evaluate';
import { fileEnvironment } from './layerArguments';
import type { FileScope } from './fileScope';
import type { Problem } from './problem';
import type { Value } from './value';

/**
 * Binds the arguments of a block use to its parameters. Defaults are evaluated where the block is written
 * and may use the parameters before them. What is missing or wrong is unknown.
 */
export function bindBlockArguments(
  call: Call,
  block: BlockDeclaration,
  env: Environment,
  scope: FileScope,
): ReadonlyMap<string, Value> {
  const bound = new Map<string, Value>();
  let place = 0;
  for (const { name, value, node } of evaluateArguments(call, env)) {
    const parameter =
      name === undefined
        ? block.parameters[place++]
        : block.parameters.find((candidate) => candidate.name.text === name);
    if (parameter === undefined) {
      const problem = surplus(block, name, node.name ?? node);
      env.report(problem);
      // A misspelt name most likely meant this parameter: it is not told as missing besides.
      for (const fix of problem.fixes ?? []) for (const { newText } of fix.edits) bound.set(newText, undefined);
    } else if (bound.has(parameter.name.text))
      env.report(argument(node, `${block.name.text} gets ${parameter.name.text} twice`));
    else bound.set(parameter.name.text, value);
  }
  for (const parameter of block.parameters) {
    if (!bound.has(parameter.name.text))
      bound.set(parameter.name.text, defaultOf(parameter, call, block, bound, env, scope));
  }
  return bound;
}

function surplus(block: BlockDeclaration, name: string | undefined, span: Span): Problem {
  const names = block.parameters.map((parameter) => parameter.name.text);
  if (name !== undefined) return unknownName('parameter', name, span, names, block.name.text);
  const count =
    names.length === 0 ? 'no arguments' : `at most ${names.length} argument${names.length === 1 ? '' : 's'}`;
  return argument(span, `${block.name.text} takes ${count}`);
}

function defaultOf(
  parameter: Parameter,
  call: Call,
  block: BlockDeclaration,
  bound: ReadonlyMap<string, Value>,
  env: Environment,
  scope: FileScope,
): Value {
  const name = parameter.name.text;
  if (parameter.value === undefined) {
    if (name !== '') env.report(argument(call.callee, `${block.name.text} needs ${name}`));
    return undefined;
  }
  const own = fileEnvironment(scope, () => undefined);
  return evaluate(parameter.value, {
    ...own,
    parameter: (other) => (bound.has(other) ? { value: bound.get(other) } : undefined),
  });
}

function argument(span: Span, message: string): Problem {
  return { code: 'nn/argument', span, message: firstLine(message) };
}
