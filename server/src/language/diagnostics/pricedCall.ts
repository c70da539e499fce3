import type { GivenArgument } from '../layers/arguments';
import type { LayerDefinition } from '../layers/definition';
import type { BuildNode } from '../model/buildNode';
import { inferOutput } from '../model/layerFacts';
import type { Problem } from '../model/problem';
import type { Shape } from '../model/shape';
import type { Call, SourceFile } from '../syntax/tree';
import { callArguments } from './callArguments';
import type { Fix } from './diagnostic';
import { priceOf, withPrice } from './price';

type Defaults = (layer: LayerDefinition) => readonly GivenArgument[];

/** The fixes of a call's arguments with what the call would then give on what flows into it. */
export function pricedProblem(problem: Problem, node: BuildNode, call: Call, defaults: Defaults): Problem {
  if (problem.fixes === undefined) return problem;
  const inputs = node.inputs.map(({ output }) => output);
  return { ...problem, fixes: problem.fixes.map((fix) => pricedCall(fix, call, node.syntax.file, inputs, defaults)) };
}

/** A fix inside one call with its price, as far as the call's text alone tells it. */
export function pricedCall(
  fix: Fix,
  call: Call,
  file: SourceFile,
  inputs: readonly (Shape | undefined)[],
  defaults: Defaults,
): Fix {
  const isInside = fix.edits.every(
    ({ uri, span }) => uri === undefined && span.start >= call.start && span.end <= call.end,
  );
  if (!isInside || fix.title.endsWith(')') || inputs.length === 0 || !inputs.every((shape) => shape !== undefined))
    return fix;
  const [edit] = fix.edits;
  if (edit === undefined || fix.edits.length > 1) return fix;
  const changed = callArguments(
    file.text.slice(call.start, edit.span.start) + edit.newText + file.text.slice(edit.span.end, call.end),
    defaults,
  );
  if (changed === undefined) return fix;
  const { output } = inferOutput(changed.layer, inputs, changed.args);
  return output?.every((size) => size !== null) === true
    ? { ...fix, title: withPrice(fix.title, output, priceOf(changed.layer, inputs, changed.args)) }
    : fix;
}
