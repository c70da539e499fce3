import { isBuildNode } from '../../model/buildNode';
import type { Problem } from '../../model/problem';
import type { OutputReading } from '../../model/train/readOutputs';
import type { TrainDeclaration } from '../../syntax/tree';
import type { Fix, TextEdit } from '../diagnostic';
import { firstLine } from '../firstLine';
import { argumentCandidate } from '../fixes/candidate';
import { tryChanges } from '../fixes/tryChanges';
import { setArgument } from '../edits';
import { positionOf } from '../positionOf';
import { withPrice } from '../price';
import { outputPlace } from './targetShape';

/** What measures distances between numbers. */
const distances: ReadonlySet<string> = new Set([
  'mean_squared_error',
  'mean_absolute_error',
  'mean_absolute_percentage_error',
  'mean_squared_logarithmic_error',
  'huber',
  'log_cosh',
]);

const better = 'sparse_categorical_crossentropy';

/** Whether a loss compares an output of one number a class with a class. */
export function isClassLoss(name: string): boolean {
  return name.includes('crossentropy');
}

/**
 * `nn/loss`: a loss that does not go with classes that exclude each other: distances between class numbers,
 * or a question of yes or no for each of more than two. Undefined when it goes with them.
 */
export function lossForClasses(reading: OutputReading, declaration: TrainDeclaration): readonly Problem[] | undefined {
  const { loss, lossNode, target, output } = reading;
  const classes = target?.classes?.length;
  if (loss === undefined || target?.type !== 'class' || classes === undefined || classes <= 2) return undefined;
  const { name } = loss.definition;
  const message = distances.has(name)
    ? `${name} measures distances; ${target.name} is one of ${classes} classes`
    : name.includes('binary')
      ? `${name} is for yes or no; ${target.name} is one of ${classes} classes`
      : undefined;
  if (message === undefined) return undefined;
  return [
    {
      code: 'nn/loss',
      severity: 'warning',
      span: lossNode ?? declaration.model,
      message: firstLine(message),
      related: outputPlace(output.node),
      fixes: lossFix(reading, classes),
    },
  ];
}

/** The loss for classes, with as many units and the activation that it needs. */
function lossFix({ output, lossNode }: OutputReading, classes: number): readonly Fix[] {
  const { node } = output;
  if (
    lossNode === undefined ||
    !isBuildNode(node) ||
    node.origin.length > 1 ||
    node.syntax.call === undefined ||
    node.args['activation'] === undefined
  )
    return [];
  const size = ['units', 'filters'].find((argument) => typeof node.args[argument] === 'number');
  if (size === undefined) return [];
  const resized = node.args[size] === classes ? undefined : argumentCandidate(node, size, String(classes), '');
  const outcome = tryChanges(node, resized?.changes ?? []);
  const call = node.syntax.call;
  const activation = setArgument(call, 'activation', 'softmax', (name) => positionOf(node.layer, name));
  const edits: TextEdit[] = [
    { span: { start: lossNode.start, end: lossNode.end }, newText: better },
    ...(resized?.edits ?? []),
    activation,
  ];
  const parts = [...(resized === undefined ? [] : [`${size}=${classes}`]), 'activation=softmax'];
  return [
    {
      title: withPrice(`use ${better}, ${parts.join(', ')}`, outcome?.output ?? node.output, outcome?.params ?? 0),
      edits,
    },
  ];
}
