import { describeValue } from '../layers/checkArgument';
import { formatShape } from '../model/shape';
import type { DocumentAnalysis, StepResult } from '../model/graph';
import { trainKeys } from '../model/train/keys';
import type { Argument, Call, Name, Span, SyntaxNode } from '../syntax/tree';
import { nameAt, pathAt } from '../syntax/traverse';
import { callableOf, parameterOf, parameterText, typeText, type Callable } from './callable';
import { bytesOf, formatBytes, formatCost, formatCount, formatField } from './quantities';
import { resultsOf } from './results';
import { targetOf, type Target } from './target';

export interface Hover {
  readonly span: Span;
  readonly markdown: string;
}

/** Enough uses of a block to see how it varies. */
const MAX_USES = 4;

/** What stands at an offset, and what it gives. */
export function hover(analysis: DocumentAnalysis, offset: number): Hover | undefined {
  const path = nameAt(analysis.file, offset)?.path ?? pathAt(analysis.file, offset);
  const node = path.at(-1);
  if (node === undefined || node.kind === 'SourceFile') return undefined;
  const paragraphs = node.kind === 'Name' ? ofName(analysis, path, node) : ofValue(analysis, path, node);
  const markdown = paragraphs.filter((paragraph) => paragraph !== '').join('\n\n');
  return markdown === '' ? undefined : { span: { start: node.start, end: node.end }, markdown };
}

function ofName(analysis: DocumentAnalysis, path: readonly SyntaxNode[], name: Name): readonly string[] {
  const parent = path.at(-2);
  if (parent?.kind === 'Argument' && parent.name === name) return ofArgument(analysis, path, parent);
  if (parent?.kind === 'Entry') return ofKey(analysis, path, name);
  if (parent?.kind === 'Defaults') {
    const callable = callableOf(analysis, path, bareCall(name));
    return callable === undefined ? [] : [signature(callable), callable.summary];
  }
  const target = targetOf(analysis, path);
  if (
    parent?.kind === 'Call' &&
    (target === undefined || target.node.kind === 'Layer' || target.node.kind === 'Block')
  ) {
    const callable = callableOf(analysis, path, parent);
    const argument = path.findLast((node) => node.kind === 'Argument');
    if (callable !== undefined)
      return [
        signature(callable),
        callable.kind === 'block' ? '' : callable.summary,
        ...outcome(analysis, stepOf(path, parent)),
      ];
    if (target === undefined) return argument?.kind === 'Argument' ? ofArgument(analysis, path, argument) : [];
  }
  if (parent?.kind === 'Source') return ofSource(analysis, path);
  return target === undefined ? [] : ofTarget(analysis, target);
}

function ofValue(analysis: DocumentAnalysis, path: readonly SyntaxNode[], node: SyntaxNode): readonly string[] {
  if (node.kind === 'In' || node.kind === 'Input' || node.kind === 'Binary') return outcome(analysis, node);
  const argument = path.findLast((candidate) => candidate.kind === 'Argument');
  if (argument?.kind === 'Argument') return ofArgument(analysis, path, argument);
  const input = path.findLast((candidate) => candidate.kind === 'Input');
  if (input !== undefined) return outcome(analysis, input);
  const assertion = path.find((candidate) => candidate.kind === 'Assert');
  if (assertion === undefined) return [];
  return analysis.models
    .flatMap((model) => model.assertions)
    .filter(({ span }) => span.start <= node.start && span.end >= node.end)
    .map(
      ({ explanation, holds }) =>
        `${holds === undefined ? 'Not known yet' : holds ? 'Holds' : 'Does not hold'}: ${explanation}`,
    );
}

/** The step around a call, so that a repetition shows what all of it gives. */
function stepOf(path: readonly SyntaxNode[], call: Call): SyntaxNode {
  const around = path.at(-3);
  return around?.kind === 'Step' && around.call === call ? around : call;
}

function outcome(analysis: DocumentAnalysis, node: SyntaxNode): readonly string[] {
  const results = resultsOf(analysis, node);
  const seen = new Set<string>();
  const different = results.filter((result) => {
    const key = `${formatShape(result.output)} ${result.inputs.map(formatShape).join()} ${result.params ?? '?'}`;
    return !seen.has(key) && seen.add(key);
  });
  const shown = different.slice(0, MAX_USES).map((result) => describeResult(result));
  const rest = different.length - shown.length;
  return rest > 0 ? [...shown, `… and ${rest} more uses`] : shown;
}

function describeResult(result: StepResult): string {
  const inputs = result.inputs.map((shape) => `\`${formatShape(shape)}\``).join(', ');
  const only = result.nodes.length === 1 ? result.nodes[0] : undefined;
  const known = result.inputs.filter((shape) => shape !== undefined);
  const isKnown = only !== undefined && known.length === result.inputs.length;
  const shapeFormula = isKnown ? only.layer.shapeFormula?.(known, only.args) : undefined;
  const formula = isKnown && result.params !== 0 ? only.layer.parameterFormula?.(known, only.args) : undefined;
  const total = formatCount(result.params);
  const memory =
    result.nodes.length > 0
      ? result.nodes.reduce<number | null>((sum, node) => add(sum, bytesOf(node.output)), 0)
      : bytesOf(result.output);
  const lines = [
    result.scope.length === 0 ? '' : `*in ${escape(result.scope.join('/'))}*`,
    `${inputs === '' ? '' : `${inputs} → `}\`${formatShape(result.output)}\``,
    shapeFormula === undefined ? '' : `- shape: ${escape(shapeFormula)}`,
    result.params === 0 ? '' : `- parameters: ${formula === undefined ? total : `${escape(formula)} = ${total}`}`,
    result.macs === 0 ? '' : `- multiply-accumulates: ${formatCost(result.macs)}`,
    memory === null ? '' : `- activation memory: ${formatBytes(memory)} an example`,
    result.receptiveField === undefined ? '' : `- receptive field: ${formatField(result.receptiveField)}`,
  ];
  return lines.filter((line) => line !== '').join('\n');
}

function ofArgument(analysis: DocumentAnalysis, path: readonly SyntaxNode[], argument: Argument): readonly string[] {
  const at = path.indexOf(argument);
  const list = path[at - 1];
  const call = path[at - 2];
  if (list?.kind !== 'Arguments' || (call?.kind !== 'Call' && call?.kind !== 'Source')) return [];
  const callable = callableOf(analysis, path.slice(0, at - 1), call);
  const parameter =
    callable === undefined ? undefined : parameterOf(callable, argument.name?.text, list.items.indexOf(argument));
  if (callable === undefined || parameter === undefined) return [];
  const type = typeText(parameter);
  return [
    `\`${parameter.name}\` of ${callable.name}${type === '' ? '' : `: ${escape(type, true)}`}`,
    parameter.summary,
  ];
}

function ofKey(analysis: DocumentAnalysis, path: readonly SyntaxNode[], name: Name): readonly string[] {
  const defaults = path.find((node) => node.kind === 'Defaults');
  if (defaults?.kind === 'Defaults') {
    const callable = callableOf(analysis, [defaults], bareCall(defaults.layer));
    const parameter = callable === undefined ? undefined : parameterOf(callable, name.text, -1);
    return parameter === undefined
      ? []
      : [`\`${parameter.name}\` of ${defaults.layer.text}: ${typeText(parameter)}`, parameter.summary];
  }
  const isOuter = path.filter((node) => node.kind === 'Entry').length === 1;
  const key =
    isOuter && path.some((node) => node.kind === 'Train')
      ? trainKeys.find((candidate) => candidate.name === name.text)
      : undefined;
  if (key !== undefined)
    return [`\`${key.name}\`${key.default === undefined ? '' : `, default \`${key.default}\``}`, key.summary];
  const target = targetOf(analysis, path);
  return target === undefined ? [] : ofTarget(analysis, target);
}

function ofSource(analysis: DocumentAnalysis, path: readonly SyntaxNode[]): readonly string[] {
  const declaration = path.find((node) => node.kind === 'Data');
  if (declaration?.kind !== 'Data') return [];
  const callable = callableOf(analysis, path, declaration.source);
  return [
    ...(callable === undefined ? [] : [signature(callable), callable.summary]),
    ...ofData(analysis, declaration.name.text),
  ];
}

function ofTarget(analysis: DocumentAnalysis, target: Target): readonly string[] {
  const { node, name } = target;
  switch (node.kind) {
    case 'Flow':
      return [`tensor \`${name}\``, ...outcome(analysis, node.steps.at(-1) ?? node.value)];
    case 'Layer':
      return [`shared layer \`${name} = ${source(analysis, target, node.call)}\``];
    case 'Parameter':
      return [`parameter \`${source(analysis, target, node)}\``];
    case 'Block': {
      const block = analysis.scope.blocks.get(name);
      if (block === undefined) return [];
      const parameters = block.node.parameters.map(({ start, end }) => block.file.text.slice(start, end)).join(', ');
      return [code(`block ${name}(${parameters})`)];
    }
    case 'Kernel': {
      const nodes = analysis.models.flatMap((model) => model.graph.nodes);
      const values = nodes
        .flatMap(({ args }) => Object.values(args))
        .find((value) => isKernel(value) && value.name === name);
      return [
        `kernel \`${name}\``,
        values !== undefined && isKernel(values)
          ? `${values.shape.join('x')}: \`${describeNumbers(values.values)}\``
          : '',
      ];
    }
    case 'Data':
      return ofData(analysis, name);
    case 'Model': {
      const model = analysis.models.find((candidate) => candidate.declaration.name.text === name);
      if (model === undefined) return [];
      const { totals } = model.graph;
      return [
        `model \`${name}\``,
        [
          `- parameters: ${formatCount(totals.params)} (${formatCount(totals.trainable)} trainable)`,
          `- multiply-accumulates: ${formatCost(totals.macs)}`,
          `- activation memory: ${formatBytes(model.activationBytes)} an example`,
          ...model.graph.outputs.map(
            (output) => `- output ${escape(output.name)}: \`${formatShape(output.node.output)}\``,
          ),
        ].join('\n'),
      ];
    }
    case 'Train':
      return [`training set-up \`${name}\``, `${escape(node.model.text)} on ${escape(node.data.text)}`];
  }
}

function ofData(analysis: DocumentAnalysis, name: string): readonly string[] {
  const data = analysis.data.find((candidate) => candidate.declaration.name.text === name);
  const description = data?.description;
  if (description === undefined) return [`data \`${name}\``];
  const parts = description.parts.map((part) => {
    const classes = part.classes === undefined ? '' : `, ${part.classes.length} classes`;
    const target = part.name === description.target ? ', target' : '';
    return `- ${escape(part.name)}: \`${formatShape(part.shape)}\` ${part.type}${classes}${target}`;
  });
  const { train, test } = description.examples;
  const counts =
    train === null && test === null ? '' : `${formatCount(train)} training and ${formatCount(test)} test examples`;
  return [`data \`${name}\``, counts, parts.join('\n')];
}

function signature(callable: Callable): string {
  const parameters = callable.parameters.map(parameterText);
  const text = `${callable.name}(${parameters.join(', ')})`;
  return code(text.length > 100 ? `${callable.name}(\n  ${parameters.join(',\n  ')}\n)` : text);
}

function bareCall(callee: Name): Call {
  return { kind: 'Call', callee, args: undefined, start: callee.start, end: callee.end };
}

function source(analysis: DocumentAnalysis, target: Target, node: Span): string {
  return target.uri === analysis.uri ? analysis.file.text.slice(node.start, node.end) : target.name;
}

function isKernel(value: unknown): value is {
  readonly kind: 'kernel';
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
} {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'kernel';
}

function describeNumbers(values: readonly number[]): string {
  const shown = values.slice(0, 16).map((value) => describeValue(Number(value.toPrecision(4))));
  return values.length > 16 ? `${shown.join(', ')}, …` : shown.join(', ');
}

function add(sum: number | null, bytes: number | null): number | null {
  return sum === null || bytes === null ? null : sum + bytes;
}

function code(text: string): string {
  return `\`\`\`nn\n${text.replaceAll('```', '')}\n\`\`\``;
}

/** What comes from the text is shown as text: no markup, no links. */
function escape(text: string, keepsCode = false): string {
  return text.replace(keepsCode ? /[\\*_{}[\]()<>#|~]/g : /[\\`*_{}[\]<>#|~]/g, '\\$&');
}
