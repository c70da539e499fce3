import type { Call, SourceFile, Span, Step } from '../syntax/tree';
import type { TextEdit } from './diagnostic';

/** Sets an argument of a call by name, replacing the one that is there. */
export function setArgument(call: Call, name: string, value: string, positionOf: (name: string) => number): TextEdit {
  const present = findArgument(call, name, positionOf(name));
  if (present !== undefined) return { span: { start: present.value.start, end: present.value.end }, newText: value };
  const args = call.args;
  if (args === undefined) return { span: after(call.callee), newText: `(${name}=${value})` };
  const last = args.items.at(-1);
  if (last === undefined) return { span: { start: args.start, end: args.end }, newText: `(${name}=${value})` };
  return { span: after(last), newText: `, ${name}=${value}` };
}

/** Takes an argument out of a call together with the comma beside it; undefined when it is not there. */
export function removeArgument(call: Call, name: string, positionOf: (name: string) => number): TextEdit | undefined {
  const present = findArgument(call, name, positionOf(name));
  if (present === undefined || call.args === undefined) return undefined;
  const items = call.args.items;
  const index = items.indexOf(present);
  if (items.length === 1) return { span: { start: call.args.start, end: call.args.end }, newText: '' };
  const next = items[index + 1];
  if (next !== undefined) return { span: { start: present.start, end: next.start }, newText: '' };
  const before = items[index - 1];
  return { span: { start: before?.end ?? present.start, end: present.end }, newText: '' };
}

/** Puts `-> CALL` before a step; on a line of its own where the step begins one. */
export function insertStepBefore(file: SourceFile, step: Step, call: string): TextEdit {
  const lineStart = file.text.lastIndexOf('\n', step.start - 1) + 1;
  const indent = file.text.slice(lineStart, step.start);
  const separator = indent.trim() === '' && lineStart > 0 ? `\n${indent}` : ' ';
  return { span: { start: step.start, end: step.start }, newText: `-> ${call}${separator}` };
}

/** Puts `-> CALL` behind an expression or a step. */
export function insertStepAfter(place: Span, call: string): TextEdit {
  return { span: after(place), newText: ` -> ${call}` };
}

/** The argument that stands for a parameter, by name or by position. */
export function findArgument(call: Call, name: string, position: number) {
  const items = call.args?.items ?? [];
  return (
    items.find((item) => item.name?.text === name) ??
    items.find((item, index) => item.name === undefined && index === position)
  );
}

function after(span: Span): Span {
  return { start: span.end, end: span.end };
}
