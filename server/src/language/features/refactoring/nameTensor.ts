import type { FlowStatement, Step } from '../../syntax/tree';
import { flowAt, freeName, indentAt, newlineOf, type Refactoring } from './refactoring';

/** Cuts a flow behind the step at the cursor and gives what comes out there a name. */
export const nameTensor: Refactoring = (analysis, range) => {
  const at = flowAt(analysis, range);
  const step = at?.path.find((node) => node.kind === 'Step');
  if (at === undefined || step?.kind !== 'Step' || isLast(at.flow, step)) return undefined;
  const { text } = analysis.file;
  const name = freeName(analysis, 'x');
  const next = at.flow.steps[at.flow.steps.indexOf(step) + 1];
  if (next === undefined || hasComment(analysis.file.comments, step.end, next.start)) return undefined;

  const indent = indentAt(text, at.flow.start);
  const prefix = text.slice(at.flow.start, at.flow.value.start);
  const head = { span: { start: at.flow.start, end: at.flow.value.start }, newText: `${name} = ` };
  const cut = { span: { start: step.end, end: next.start }, newText: `${newlineOf(text)}${indent}${prefix}${name} ` };
  return { title: `Name the tensor behind ${step.call.callee.text}`, kind: 'extract', edits: [head, cut] };
};

function isLast(flow: FlowStatement, step: Step): boolean {
  return flow.steps.at(-1) === step;
}

function hasComment(comments: readonly { readonly start: number }[], start: number, end: number): boolean {
  return comments.some((comment) => comment.start >= start && comment.start < end);
}
