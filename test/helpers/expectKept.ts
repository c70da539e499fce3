import { expect } from 'vitest';
import { parse } from '../../server/src/language/syntax/parser';
import { print } from '../../server/src/language/syntax/printer';
import { meaningOf } from './treeText';

/** Formatting keeps what a text means and its comments, and a formatted text as it is. */
export function expectKept(text: string): void {
  const before = parse(text);
  const printed = print(before);
  const after = parse(printed);
  const meaning = (file: typeof before): unknown => meaningOf({ ...file, text: '' });
  const comments = (file: typeof before): readonly string[] =>
    file.comments.map(({ start, end }) => file.text.slice(start, end).trimEnd());
  expect(meaning(after), text).toEqual(meaning(before));
  expect(comments(after), text).toEqual(comments(before));
  expect(print(after), text).toBe(printed);
}
