import { moveDeclaration, moveSpan } from './moveNode';
import { MAX_FILE_LENGTH, parse, parsePart, type ParsedPart } from './parser';
import { MAX_ISSUES } from './tokenStream';
import type { Declaration, SourceFile, SyntaxIssue } from './tree';

/** What a change has left: everything outside of the window is as it was, what is behind it has moved. */
export interface TextChange {
  readonly start: number;
  /** The end of the window in the text before and in the text after. */
  readonly oldEnd: number;
  readonly newEnd: number;
  /** True when what is behind the window stands on other lines than before. */
  readonly movesLines: boolean;
}

type Mutable<T> = { -readonly [key in keyof T]: T[key] };

/**
 * Turns the tree of a text into that of another: afterwards it equals `parse(text)`. Declarations that the
 * change does not touch stay the same objects, moved to their new place. The caller must be the only owner
 * of the tree, since the nodes change under everybody who holds them.
 *
 * It rests on two facts of the grammar: no token goes beyond its line, and the start of a declaration closes
 * all that is open, so that a declaration hangs on nothing behind the line that follows it.
 */
export function reparse(file: SourceFile, text: string): TextChange {
  if (file.text === text) return { start: text.length, oldEnd: text.length, newEnd: text.length, movesLines: false };
  return replaceWindow(file, text) ?? replaceAll(file, text);
}

/**
 * The tree of another text as far as a change reaches: what stands before it is shared with `file`, what stands
 * behind it is left out. Unlike `reparse` it leaves `file` as it is.
 */
export function parseBeside(file: SourceFile, text: string): SourceFile {
  const window = findWindow(file, text);
  if (window === undefined) return parse(text);
  const { part, start } = window;
  const before = file.declarations.slice(0, window.first);
  const comments = file.comments.filter((comment) => comment.start < start);
  const issues = file.issues.filter((issue) => issue.start < start);
  return {
    kind: 'SourceFile',
    text,
    declarations: [...before, ...part.declarations],
    comments: [...comments, ...part.comments],
    issues: [...issues, ...part.issues],
    start: 0,
    end: text.length,
  };
}

function replaceAll(file: Mutable<SourceFile>, text: string): TextChange {
  const oldEnd = file.text.length;
  Object.assign(file, parse(text));
  return { start: 0, oldEnd, newEnd: text.length, movesLines: true };
}

function replaceWindow(file: Mutable<SourceFile>, text: string): TextChange | undefined {
  const window = findWindow(file, text);
  if (window === undefined) return undefined;
  const { first, next, start, oldEnd, part } = window;
  const { declarations, issues, text: before } = file;
  const by = text.length - before.length;
  const newEnd = oldEnd + by;
  const behind = declarations.slice(next);
  if (by !== 0) for (const declaration of behind) moveDeclaration(declaration, by);
  file.declarations = [...declarations.slice(0, first), ...part.declarations, ...behind];
  file.comments = splice(file.comments, part.comments, start, oldEnd, by);
  if (by !== 0) for (const issue of issues) if (issue.start >= oldEnd) moveEdits(issue, by);
  file.issues = splice(issues, part.issues, start, oldEnd, by);
  file.text = text;
  file.end = text.length;
  return { start, oldEnd, newEnd, movesLines: lineCount(before, start, oldEnd) !== lineCount(text, start, newEnd) };
}

/** The declarations from `first` to before `next` stand where a change is; `part` takes their place. */
interface Window {
  readonly first: number;
  readonly next: number;
  readonly start: number;
  /** In the text before the change. */
  readonly oldEnd: number;
  readonly part: ParsedPart;
}

/** The least that must be parsed again; undefined where that is everything. */
function findWindow(file: SourceFile, text: string): Window | undefined {
  const before = file.text;
  const { declarations, issues } = file;
  if (text.length > MAX_FILE_LENGTH || before.length > MAX_FILE_LENGTH || issues.length >= MAX_ISSUES) return undefined;
  const by = text.length - before.length;
  const prefix = commonPrefix(before, text);
  const suffix = commonSuffix(before, text, prefix);
  const touched = firstTouched(declarations, before, prefix);
  // An issue at the very start of a declaration was found by what stands before it, so that belongs to the window.
  const isFoundBefore = (offset: number): boolean => issues.some((issue) => issue.start === offset);
  let first = touched;
  while (first !== undefined && isFoundBefore(declarations[first]?.start ?? 0))
    first = first > 0 ? first - 1 : undefined;
  const start = first === undefined ? 0 : (declarations[first]?.start ?? 0);
  for (let next = firstBehind(declarations, before, suffix, touched ?? -1); ; next++) {
    const following = declarations[next];
    const oldEnd = following?.start ?? before.length;
    if (isFoundBefore(oldEnd)) {
      if (following === undefined) return undefined;
      continue;
    }
    const newEnd = oldEnd + by;
    const part = parsePart(text, start, newEnd, following === undefined ? newEnd : lineEnd(text, newEnd));
    if (part === undefined && following === undefined) return undefined;
    if (part === undefined) continue;
    const outside = issues.filter((issue) => issue.start < start || issue.start >= oldEnd).length;
    return outside + part.issues.length >= MAX_ISSUES ? undefined : { first: first ?? 0, next, start, oldEnd, part };
  }
}

/** The first declaration that a change at an offset may reach; undefined for what stands before all of them. */
function firstTouched(declarations: readonly Declaration[], text: string, offset: number): number | undefined {
  let touched: number | undefined;
  for (const [index, declaration] of declarations.entries()) {
    if (offset <= lineEnd(text, declaration.start)) break;
    touched = index;
  }
  return touched;
}

/** The first declaration of which the whole line stands in what both texts end with. */
function firstBehind(declarations: readonly Declaration[], text: string, suffix: number, touched: number): number {
  let index = touched + 1;
  for (; index < declarations.length; index++) {
    if (lineBreakBefore(text, declarations[index]?.start ?? 0) >= text.length - suffix) break;
  }
  return index;
}

/** Spans before a window stay, those in it are replaced, those behind it move. */
function splice<T extends { readonly start: number; readonly end: number }>(
  old: readonly T[],
  inside: readonly T[],
  start: number,
  end: number,
  by: number,
): readonly T[] {
  const behind = old.filter((item) => item.start >= end);
  if (by !== 0) for (const item of behind) moveSpan(item, by);
  return [...old.filter((item) => item.start < start && item.start < end), ...inside, ...behind];
}

function moveEdits(issue: SyntaxIssue, by: number): void {
  for (const edit of issue.replacement?.edits ?? []) moveSpan(edit, by);
}

function commonPrefix(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return length;
}

function commonSuffix(a: string, b: string, prefix: number): number {
  const most = Math.min(a.length, b.length) - prefix;
  let length = 0;
  while (length < most && a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length)) length++;
  return length;
}

function lineEnd(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && !isLineBreak(text, end)) end++;
  return end;
}

function lineBreakBefore(text: string, offset: number): number {
  let at = offset - 1;
  while (at >= 0 && !isLineBreak(text, at)) at--;
  return at;
}

function lineCount(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (isLineBreak(text, at)) count++;
  return count;
}

/** Counts `\r\n` twice, before and after alike. */
function isLineBreak(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset);
  return code === 10 || code === 13;
}
