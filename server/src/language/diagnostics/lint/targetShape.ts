import { isBuildNode, type BuildNode } from '../../model/buildNode';
import type { GraphNode } from '../../model/graph';
import type { Problem } from '../../model/problem';
import { elementCount, formatShape, type Shape } from '../../model/shape';
import type { OutputReading } from '../../model/train/readOutputs';
import type { TrainDeclaration } from '../../syntax/tree';
import { describe } from '../blameChain';
import type { Fix, RelatedInformation } from '../diagnostic';
import { insertStepAfter, insertStepBefore } from '../edits';
import { firstLine } from '../firstLine';
import { argumentCandidate, lineOf, proven, type Candidate } from '../fixes/candidate';
import { insertedCalls, sizeRatio } from '../mergeFixes';
import { isClassLoss } from './lossForClasses';

/**
 * `nn/classes` and `nn/target-shape`: an output that cannot hold the target: another number of classes, or
 * other sizes. Undefined when it fits.
 */
export function targetShape(reading: OutputReading, declaration: TrainDeclaration): readonly Problem[] | undefined {
  const { output, target, loss } = reading;
  const shape = output.node.output;
  if (target === undefined || shape === undefined || loss === undefined) return undefined;
  if (target.type !== 'class')
    return sizes(reading, declaration, shape, target.shape.length === 0 ? [1] : target.shape);
  const units = shape.at(-1) ?? null;
  const classes = target.classes?.length;
  if (!isClassLoss(loss.definition.name) || classes === undefined || units === null) return undefined;
  const single = loss.definition.name.includes('binary') && classes === 2;
  const wanted = single && units === 1 ? 1 : classes;
  const places =
    target.shape.at(-1) === 1 && target.shape.length === shape.length ? target.shape.slice(0, -1) : target.shape;
  if (!isSame(shape.slice(0, -1), places))
    return [wrongPlaces(reading, declaration, shape, [...places, units], classes)];
  return units === wanted ? undefined : [wrongClasses(reading, declaration, units, single ? 1 : classes, classes)];
}

function wrongClasses(
  reading: OutputReading,
  declaration: TrainDeclaration,
  units: number,
  wanted: number,
  classes: number,
): Problem {
  const { node } = reading.output;
  return {
    code: 'nn/classes',
    span: reading.lossNode ?? declaration.model,
    message: firstLine(`${declaration.data.text} has ${classes} classes, the output has ${units}`),
    related: outputPlace(node),
    fixes: unitFixes(node, [...(node.output ?? []).slice(0, -1), wanted]),
  };
}

/** One class for each place of an image, where the whole image has one, or the other way round. */
function wrongPlaces(
  reading: OutputReading,
  declaration: TrainDeclaration,
  shape: Shape,
  wanted: Shape,
  classes: number,
): Problem {
  const { node } = reading.output;
  const isOne = wanted.length === 1;
  return {
    code: 'nn/target-shape',
    span: reading.targetNode ?? reading.lossNode ?? declaration.model,
    message: firstLine(
      `The output is ${formatShape(shape)}, ${reading.target?.name ?? 'the target'} is ${isOne ? `one class of ${classes}` : `${formatShape(wanted.slice(0, -1))} classes`}`,
    ),
    related: outputPlace(node),
    fixes: sizeFixes(node, wanted),
  };
}

function sizes(
  reading: OutputReading,
  declaration: TrainDeclaration,
  shape: Shape,
  expected: Shape,
): readonly Problem[] | undefined {
  if (isSame(shape, expected)) return undefined;
  const { node } = reading.output;
  const message = `The output is ${formatShape(shape)}, the target ${reading.target?.name ?? ''} is ${formatShape(expected)}`;
  const span = reading.targetNode ?? reading.lossNode ?? declaration.model;
  return [
    {
      code: 'nn/target-shape',
      span,
      message: firstLine(message),
      related: outputPlace(node),
      fixes: sizeFixes(node, expected),
    },
  ];
}

/** The layer that gives the output, as related information. */
export function outputPlace(node: GraphNode): readonly RelatedInformation[] {
  const text = isBuildNode(node) ? ` from ${describe(node)}, line ${lineOf(node)}` : '';
  return node.origin
    .slice(0, 1)
    .map((location) => ({ message: `the output ${formatShape(node.output)}${text}`, location }));
}

/** Another number of units or filters for the last layer that has any. */
function unitFixes(node: GraphNode, wanted: Shape): readonly Fix[] {
  return isBuildNode(node) ? proven(node, unitCandidates(node, wanted), 1, (output) => isSame(output, wanted)) : [];
}

function unitCandidates(node: BuildNode, wanted: Shape): readonly Candidate[] {
  for (let last: BuildNode | undefined = node; last?.origin.length === 1; last = last.inputs[0]) {
    const { args } = last;
    const name = ['units', 'filters'].find((argument) => typeof args[argument] === 'number');
    const candidate =
      name === undefined
        ? undefined
        : argumentCandidate(last, name, String(wanted.at(-1)), `set ${name}=${String(wanted.at(-1))}`);
    if (candidate !== undefined) return [candidate];
    if (last.layer.weights !== undefined) return [];
  }
  return [];
}

function sizeFixes(node: GraphNode, wanted: Shape): readonly Fix[] {
  if (!isBuildNode(node) || node.output === undefined || node.origin.length > 1) return [];
  const candidates = [
    ...flattened(node, wanted),
    ...unitCandidates(node, wanted),
    ...otherPadding(node),
    ...atTheEnd(node, node.output, wanted),
  ];
  return proven(node, candidates, 3, (output) => isSame(output, wanted));
}

/** One vector instead of one for each place: before the last layer with weights. */
function flattened(node: BuildNode, wanted: Shape): readonly Candidate[] {
  const rank = (node.output?.length ?? 0) - 1;
  const { step, file } = node.syntax;
  if (wanted.length !== 1 || rank < 1 || rank > 3 || step === undefined || node.inputs.length !== 1) return [];
  return ['Flatten', `GlobalAvgPool${rank}D`].map((call) => ({
    title: `put ${call} before ${node.layer.name}`,
    edits: [insertStepBefore(file, step, call)],
    changes: [{ node, before: { input: 0, call } }],
  }));
}

/** The other padding for one of the last windows. */
function otherPadding(node: BuildNode): readonly Candidate[] {
  const found: Candidate[] = [];
  let current: BuildNode | undefined = node;
  for (let distance = 0; current !== undefined && distance < 12; distance += 1) {
    const padding = current.args['padding'];
    const other = padding === 'same' ? 'valid' : padding === 'valid' ? 'same' : undefined;
    const candidate =
      other === undefined
        ? undefined
        : argumentCandidate(
            current,
            'padding',
            other,
            `set padding=${other} on ${current.layer.name}, line ${lineOf(current)}`,
          );
    if (candidate !== undefined) found.push(candidate);
    current = current.inputs.length === 1 ? current.inputs[0] : undefined;
  }
  return found;
}

function atTheEnd(node: BuildNode, from: Shape, wanted: Shape): readonly Candidate[] {
  const { step } = node.syntax;
  if (step === undefined) return [];
  return [...insertedCalls(from, wanted, sizeRatio(from, wanted)), ...reshaped(from, wanted)].map((call) => ({
    title: `put ${call} at the end`,
    edits: [insertStepAfter(step, call)],
    changes: [{ node, after: call }],
  }));
}

/** The same numbers in the shape of the target. */
function reshaped(from: Shape, wanted: Shape): readonly string[] {
  const count = elementCount(from);
  return wanted.length > 1 && count !== null && count === elementCount(wanted)
    ? [`Reshape((${wanted.join(', ')}))`]
    : [];
}

function isSame(shape: Shape, expected: Shape): boolean {
  return (
    shape.length === expected.length &&
    shape.every((size, axis) => size === null || expected[axis] === null || size === expected[axis])
  );
}
