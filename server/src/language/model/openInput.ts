import type { DataPart } from '../data/description';
import { excerpt, firstLine } from '../diagnostics/firstLine';
import { unknownData } from '../diagnostics/unknownData';
import { unknownName } from '../diagnostics/unknownName';
import type { Expression, InputExpression, Name } from '../syntax/tree';
import type { FileScope } from './fileScope';
import type { DataAnalysis, InputSource } from './graph';
import type { Report } from './problem';
import { formatShape, type Shape, type Size } from './shape';

export interface OpenedInput {
  readonly source: InputSource;
  readonly output: Shape | undefined;
}

/** The shape of an input: as written, or that of the parts of a data set that it takes. */
export function openInput(
  expression: InputExpression,
  scope: FileScope,
  dataOf: (name: string) => DataAnalysis | undefined,
  report: Report,
): OpenedInput {
  const nothing: OpenedInput = { source: { data: undefined, parts: undefined }, output: undefined };
  const { source } = expression;
  switch (source.kind) {
    case 'Missing':
      return nothing;
    case 'Number':
      return { ...nothing, output: checkedSizes([source.value], expression, report) };
    case 'Shape':
      return { ...nothing, output: checkedSizes(source.sizes, expression, report) };
    case 'Name':
      return openData(source, expression, scope, dataOf, report);
  }
}

/**
 * The parts of a data set as one tensor: one part by itself; several numbers as a vector, in order.
 * Undefined while they are unknown or do not go together.
 */
export function joinParts(parts: readonly DataPart[]): Shape | 'apart' | undefined {
  const [first] = parts;
  if (first === undefined) return undefined;
  if (parts.length === 1) return first.shape.length === 0 ? [1] : first.shape;
  if (parts.some((part) => part.shape.length > 1)) return 'apart';
  let width = 0;
  for (const part of parts) {
    const size = part.shape.length === 0 ? 1 : (part.shape[0] ?? null);
    if (size === null) return [null];
    width += size;
  }
  return [width];
}

function checkedSizes(sizes: Shape, expression: InputExpression, report: Report): Shape | undefined {
  const isSize = (size: Size): boolean => size === null || (Number.isSafeInteger(size) && size > 0);
  if (sizes.every(isSize)) return sizes;
  const { start, end } = expression.source;
  const text = formatShape(sizes.map((size) => (isSize(size) ? size : Math.max(1, Math.round(size ?? 1)))));
  const isShort = sizes.every((size) => size === null || size < 1e9);
  report({
    code: 'nn/shape',
    span: expression.source,
    message: firstLine(
      `An input needs whole sizes of at least 1, got ${sizes.includes(Infinity) ? 'more than a number holds' : formatShape(sizes)}`,
    ),
    fixes: isShort
      ? [{ title: `write input ${text} (${text}, +0 params)`, edits: [{ span: { start, end }, newText: text }] }]
      : [],
  });
  return undefined;
}

function openData(
  name: Name,
  expression: InputExpression,
  scope: FileScope,
  dataOf: (name: string) => DataAnalysis | undefined,
  report: Report,
): OpenedInput {
  const data = dataOf(name.text);
  if (data === undefined) {
    if (name.text !== '') report(unknownData(name, scope.data.keys(), scope.file));
    return { source: { data: name.text, parts: undefined }, output: undefined };
  }
  const wanted = expression.parts?.items.map((item) => ({ item, name: partName(item) }));
  const names = wanted?.flatMap((part) => (part.name === undefined ? [] : [part.name]));
  const source: InputSource = { data: name.text, parts: names };
  const description = data.description;
  if (description === undefined) return { source, output: undefined };
  const parts: DataPart[] = [];
  for (const { item, name: part } of wanted ??
    description.parts
      .filter((candidate) => candidate.name !== description.target)
      .map((candidate) => ({ item: name, name: candidate.name }))) {
    const found = description.parts.find((candidate) => candidate.name === part);
    if (found === undefined) {
      if (part !== undefined)
        report(
          unknownName(
            'part',
            part,
            item,
            description.parts.map((candidate) => candidate.name),
            name.text,
          ),
        );
      return { source, output: undefined };
    }
    if (found.type === 'text') {
      report({
        code: 'nn/part',
        span: item,
        message: firstLine(`'${excerpt(found.name, 40)}' is text; a model takes numbers and images`),
      });
      return { source, output: undefined };
    }
    parts.push(found);
  }
  const shape = joinParts(parts);
  if (shape !== 'apart') return { source, output: shape };
  const list = parts.map((part) => part.name).join(', ');
  report({
    code: 'nn/part',
    span: expression,
    message: firstLine(
      `One input cannot hold ${list}; name its parts: ${name.text}[${excerpt(parts[0]?.name ?? '', 16)}]`,
    ),
  });
  return { source, output: undefined };
}

function partName(item: Expression): string | undefined {
  if (item.kind === 'Text') return item.value;
  return item.kind === 'Call' && item.callee.text !== '' ? item.callee.text : undefined;
}
