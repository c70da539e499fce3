import type { DocumentAnalysis } from '../../model/graph';
import type { Argument, Call, SourceExpression } from '../../syntax/tree';
import { callableOf, parameterOf, typeText, type CallableParameter } from '../callable';
import type { Place } from '../place';
import type { namesOf } from '../target';
import { containerOf } from '../target';
import { choiceItems } from './choices';
import type { CompletionDraft } from './item';
import { tensorItems } from './statements';

/** In the arguments of a call: those still missing by name, and values for the one that is being written. */
export function argumentItems(
  analysis: DocumentAnalysis,
  place: Place,
  at: { readonly call: Call | SourceExpression; readonly index: number; readonly argument: Argument | undefined },
): readonly CompletionDraft[] {
  const callable = callableOf(analysis, place.path.slice(0, place.path.indexOf(at.call) + 1), at.call);
  const container = containerOf(place.path);
  const isNaming = at.argument?.name === place.name && place.name !== undefined;
  const isBare =
    at.argument === undefined || isNaming || (at.argument.name === undefined && isWhole(at.argument, place));
  if (callable === undefined) return container === undefined ? [] : tensorItems(container);

  const given = at.call.args?.items ?? [];
  const isAfterNamed = given.slice(0, at.index).some((item) => item.name !== undefined);
  const taken = new Set(
    given.flatMap((item, index) => (index === at.index ? [] : [parameterOf(callable, item.name?.text, index)?.name])),
  );
  const missing = isBare ? callable.parameters.filter((parameter) => !taken.has(parameter.name)) : [];
  const named = missing.map((parameter, index): CompletionDraft => ({
    label: `${parameter.name}=`,
    kind: 'argument',
    rank: (parameter.default === undefined ? 1 : 3) + index / 1000,
    detail: typeText(parameter).replaceAll('`', ''),
    documentation: parameter.summary,
  }));
  const parameter =
    isNaming || (isBare && isAfterNamed) ? undefined : parameterOf(callable, at.argument?.name?.text, at.index);
  const values = parameter === undefined ? [] : valueItems(analysis, parameter);
  const names =
    isNaming || container === undefined
      ? []
      : parameterNames(container, callable.kind === 'block' || callable.definition?.category === 'merging');
  return [...values, ...named, ...names];
}

/** Kernels are names of the file; all else follows from the type. */
function valueItems(analysis: DocumentAnalysis, parameter: CallableParameter): readonly CompletionDraft[] {
  if (parameter.type?.kind !== 'kernel') return choiceItems(parameter.type);
  return [...analysis.scope.kernels.keys()].map((label) => ({ label, kind: 'kernel', rank: 0 }));
}

/** Block parameters stand in any argument, tensors only where tensors are taken. */
function parameterNames(container: Parameters<typeof namesOf>[0], takesTensors: boolean): readonly CompletionDraft[] {
  return tensorItems(container)
    .filter((item) => takesTensors || item.kind === 'parameter')
    .map((item) => ({ ...item, rank: 2 }));
}

/** The name that is being written is all of the argument. */
function isWhole(argument: Argument, place: Place): boolean {
  return argument.value.kind === 'Call' && argument.value.callee === place.name;
}
