import type { BuildNode } from '../../model/buildNode';
import type { Expression, Statement } from '../../syntax/tree';
import { findArgument } from '../edits';
import { positionOf } from '../positionOf';
import { isUsedOften, type Candidate } from './candidate';

/**
 * The shortcut of a residual network: where one side of a merge is a tensor as it is, a 1×1 convolution of
 * its own brings it to the other side's sizes. In a block it is written with the block's parameters.
 */
export function projectionCandidate(target: BuildNode, index: number, ratio: number): readonly Candidate[] {
  const operand = operandOf(target, index);
  const other = target.inputs[index === 0 ? 1 : 0];
  const channels = other?.output?.at(-1);
  const rank = (other?.output?.length ?? 0) - 1;
  if (operand === undefined || other === undefined || typeof channels !== 'number' || rank < 1 || rank > 3) return [];
  // A side that nothing else reads can be changed where it is made.
  if (operand.kind !== 'In' && (target.inputs[index]?.consumers.length ?? 0) < 2) return [];
  const { owner, file } = target.syntax;
  const statement = owner.body.statements.find(({ start, end }) => start <= operand.start && operand.end <= end);
  if (statement === undefined) return [];
  const written = owner.kind === 'Block' ? writtenSizes(other, target.inputs[index], owner) : undefined;
  // Numbers in a block fit this use alone.
  const isFixed = owner.kind === 'Model' || (owner.parameters.length === 0 && !isUsedOften(target));
  if (written === undefined && !isFixed) return [];
  const call = (filters: string, strides: string | undefined): string =>
    `Conv${rank}D(${filters}, 1${strides === undefined ? '' : `, strides=${strides}`})`;
  const strides = ratio > 1 ? String(ratio) : undefined;
  const text = written === undefined ? call(String(channels), strides) : call(written.filters, written.strides);
  const name = freeName(owner.body.statements, 'short');
  const indent = file.text.slice(file.text.lastIndexOf('\n', statement.start - 1) + 1, statement.start);
  const separator = indent.trim() === '' ? `\n${indent}` : '\n';
  return [
    {
      title: `bring ${file.text.slice(operand.start, operand.end)} there by ${text}`,
      edits: [
        {
          span: { start: statement.start, end: operand.end },
          newText: `${name} = ${file.text.slice(operand.start, operand.end)} -> ${text}${separator}${file.text.slice(statement.start, operand.start)}${name}`,
        },
      ],
      changes: [{ node: target, before: { input: index, call: call(String(channels), strides) } }],
    },
  ];
}

/** Where an input of a merge stands as a bare name or `in`. */
function operandOf(target: BuildNode, index: number): Expression | undefined {
  const { expression, step } = target.syntax;
  const operand =
    expression.kind === 'Binary'
      ? index === 0
        ? expression.left
        : expression.right
      : argumentAt(expression, step === undefined ? index : index - 1);
  const isBare = operand?.kind === 'In' || (operand?.kind === 'Call' && operand.args === undefined);
  return isBare ? operand : undefined;
}

function argumentAt(expression: Expression, index: number): Expression | undefined {
  if (expression.kind !== 'Call' || index < 0) return undefined;
  return expression.args?.items.filter((item) => item.name === undefined)[index]?.value;
}

/** How the other side's convolutions are written: the last filters, and the strides where just one has any. */
function writtenSizes(
  side: BuildNode,
  shortcut: BuildNode | undefined,
  owner: BuildNode['syntax']['owner'],
): { readonly filters: string; readonly strides: string | undefined } | undefined {
  let filters: string | undefined;
  const strides: string[] = [];
  for (let node = side; node !== shortcut;) {
    const [input, ...others] = node.inputs;
    // What is written in another block has other parameters.
    if (input === undefined || others.length > 0 || node.syntax.owner !== owner) return undefined;
    filters ??= textOf(node, 'filters');
    const written = textOf(node, 'strides');
    if (written !== undefined) strides.push(written);
    node = input;
  }
  return filters === undefined || strides.length > 1 ? undefined : { filters, strides: strides[0] };
}

function textOf(node: BuildNode, name: string): string | undefined {
  const { call, file } = node.syntax;
  const argument = call && findArgument(call, name, positionOf(node.layer, name));
  return argument && file.text.slice(argument.value.start, argument.value.end);
}

function freeName(statements: readonly Statement[], wish: string): string {
  const taken = new Set(
    statements.flatMap((statement) =>
      statement.kind === 'Assert' || statement.name === undefined ? [] : [statement.name.text],
    ),
  );
  let name = wish;
  for (let number = 2; taken.has(name); number += 1) name = `${wish}${number}`;
  return name;
}
