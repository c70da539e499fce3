import type { Problem } from '../../model/problem';
import type { OutputReading } from '../../model/train/readOutputs';
import type { TrainDeclaration } from '../../syntax/tree';
import { firstLine } from '../firstLine';
import { isClassLoss } from './lossForClasses';
import { outputPlace } from './targetShape';

/**
 * `nn/loss`: a loss for classes or shares where the target is numbers: class numbers are asked of what has none, or
 * values from 0 to 1 of what goes beyond. Undefined when the loss goes with them, or their range is not known.
 */
export function lossForNumbers(reading: OutputReading, declaration: TrainDeclaration): readonly Problem[] | undefined {
  const { loss, lossNode, target, output } = reading;
  if (loss === undefined || target === undefined || target.type === 'class') return undefined;
  const { name } = loss.definition;
  if (!isClassLoss(name)) return undefined;
  const [low, high] = target.range ?? [0, 1];
  const message = name.startsWith('sparse')
    ? `${name} needs a class; ${target.name} is numbers`
    : low < 0 || high > 1
      ? `${name} needs values from 0 to 1; ${target.name} goes from ${short(low)} to ${short(high)}`
      : undefined;
  if (message === undefined) return undefined;
  const span = lossNode ?? declaration.model;
  const fix = { title: 'use mse', edits: [{ span: { start: span.start, end: span.end }, newText: 'mse' }] };
  return [
    {
      code: 'nn/loss',
      severity: 'warning',
      span,
      message: firstLine(message),
      related: outputPlace(output.node),
      fixes: lossNode === undefined ? [] : [fix],
    },
  ];
}

/** Four digits tell a range. */
function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
