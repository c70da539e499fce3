import type { LayerFix, LayerProblem } from '../layers/definition';
import { normalizeArguments } from '../layers/arguments';
import { layerRegistry } from '../layers/registry';
import type { BuildNode } from '../model/buildNode';
import { inferOutput } from '../model/layerFacts';
import type { Problem } from '../model/problem';
import type { Shape } from '../model/shape';
import { argumentFix } from './argumentProblem';
import type { Fix, RelatedInformation } from './diagnostic';
import { findArgument, insertStepBefore } from './edits';
import { callArguments } from './callArguments';
import { firstLine } from './firstLine';
import { positionOf } from './positionOf';
import { priceOf, withPrice } from './price';
import { mergeFixes } from './mergeFixes';

/**
 * `nn/shape`, `nn/rank`, …: a layer that does not fit its input, with where the input came from and those
 * fixes that, tried out, make it fit.
 */
export function layerProblem(node: BuildNode, problem: LayerProblem, related: readonly RelatedInformation[]): Problem {
  const { call, expression } = node.syntax;
  const argument = call === undefined || problem.argument === undefined ? undefined : findArgument(call, problem.argument, positionOf(node.layer, problem.argument));
  return {
    code: `nn/${problem.code}`,
    span: argument ?? call?.callee ?? expression,
    message: firstLine(problem.message),
    related,
    fixes: [...problem.fixes.flatMap((fix) => triedFix(node, fix)), ...mergeFixes(node)],
  };
}

/** A fix with its price, when trying it shows that the layer then fits. */
function triedFix(node: BuildNode, fix: LayerFix): readonly Fix[] {
  const { call, step, file } = node.syntax;
  const shapes = inputShapes(node);
  if (call === undefined || shapes === undefined) return [];
  if (fix.kind === 'insert-before') {
    if (step === undefined || (fix.input ?? 0) !== 0) return [];
    const inserted = callArguments(fix.call);
    const [first, ...others] = shapes;
    if (inserted === undefined || first === undefined) return [];
    const between = inferOutput(inserted.layer, [first], inserted.args);
    if (between.output === undefined) return [];
    const outcome = inferOutput(node.layer, [between.output, ...others], node.args);
    if (outcome.problem !== undefined) return [];
    const price = priceOf(inserted.layer, [first], inserted.args) + priceOf(node.layer, [between.output, ...others], node.args);
    return [{ title: withPrice(`put ${fix.call} before ${node.layer.name}`, outcome.output, price), edits: [insertStepBefore(file, step, fix.call)] }];
  }
  const layer = fix.kind === 'replace-layer' ? layerRegistry.get(fix.layer) : node.layer;
  const args = layer === undefined ? undefined : changedArguments(node, fix);
  if (layer === undefined || args === undefined) return [];
  const outcome = inferOutput(layer, shapes, args);
  if (outcome.problem !== undefined) return [];
  return argumentFix(call, node.layer, fix).map((edit) => ({ ...edit, title: withPrice(edit.title, outcome.output, priceOf(layer, shapes, args)) }));
}

function changedArguments(node: BuildNode, fix: LayerFix) {
  if (fix.kind === 'set') {
    const value = callArguments(`${node.layer.name}(${fix.argument}=${fix.value})`)?.args[fix.argument];
    return value === undefined ? undefined : { ...node.args, [fix.argument]: value };
  }
  if (fix.kind === 'remove') {
    const parameter = node.layer.parameters.find(({ name }) => name === fix.argument);
    const normal = normalizeArguments(node.layer, []).args[fix.argument];
    return parameter?.default === undefined ? undefined : { ...node.args, [fix.argument]: normal };
  }
  return fix.kind === 'replace-layer' ? { ...normalizeArguments(layerRegistry.get(fix.layer) ?? node.layer, []).args, ...node.args } : undefined;
}

function inputShapes(node: BuildNode): readonly Shape[] | undefined {
  const shapes = node.inputs.map(({ output }) => output);
  return shapes.every((shape) => shape !== undefined) ? shapes : undefined;
}
