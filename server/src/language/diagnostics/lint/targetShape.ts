import { isBuildNode } from '../../model/buildNode';
import type { Problem } from '../../model/problem';
import { formatShape } from '../../model/shape';
import type { OutputReading } from '../../model/train/readOutputs';
import type { TrainDeclaration } from '../../syntax/tree';
import { setArgument } from '../edits';
import { firstLine } from '../firstLine';
import { positionOf } from '../positionOf';

/**
 * `nn/classes` and `nn/target-shape`: an output that cannot hold the target: another number of classes, or
 * other sizes. Undefined when it fits.
 */
export function targetShape(reading: OutputReading, declaration: TrainDeclaration): readonly Problem[] | undefined {
  const { output, target, loss } = reading;
  const shape = output.node.output;
  if (target === undefined || shape === undefined || loss === undefined) return undefined;
  const units = shape.at(-1) ?? null;
  if (target.type !== 'class') return sizes(reading, declaration);
  const classes = target.classes?.length;
  if (classes === undefined || units === null) return undefined;
  if (loss.definition.name.includes('categorical') && units !== classes) return [wrongClasses(reading, declaration, units, classes)];
  return undefined;
}

function wrongClasses(reading: OutputReading, declaration: TrainDeclaration, units: number, classes: number): Problem {
  const { node } = reading.output;
  const call = isBuildNode(node) ? node.syntax.call : undefined;
  const argument = ['units', 'filters'].find((name) => typeof node.args[name] === 'number');
  const fixes =
    call === undefined || argument === undefined || node.origin.length > 1
      ? []
      : [{ title: `set ${argument}=${classes}`, edits: [setArgument(call, argument, String(classes), (name) => positionOf(node.layer, name))] }];
  const related = node.origin.slice(0, 1).map((location) => ({ message: `the last layer: ${formatShape(node.output)}`, location }));
  return {
    code: 'nn/classes',
    span: reading.lossNode ?? declaration.model,
    message: firstLine(`${declaration.data.text} has ${classes} classes, the output has ${units}`),
    related,
    fixes,
  };
}

function sizes(reading: OutputReading, declaration: TrainDeclaration): readonly Problem[] | undefined {
  const shape = reading.output.node.output;
  const wanted = reading.target?.shape;
  if (shape === undefined || wanted === undefined) return undefined;
  const expected = wanted.length === 0 ? [1] : wanted;
  const fits = shape.length === expected.length && shape.every((size, axis) => size === null || expected[axis] === null || size === expected[axis]);
  if (fits) return undefined;
  const message = `The output is ${formatShape(shape)}, the target ${reading.target?.name ?? ''} is ${formatShape(expected)}`;
  const related = reading.output.node.origin.slice(0, 1).map((location) => ({ message: `the output: ${formatShape(shape)}`, location }));
  return [{ code: 'nn/target-shape', span: reading.targetNode ?? reading.lossNode ?? declaration.model, message: firstLine(message), related }];
}
