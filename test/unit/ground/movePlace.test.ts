import { expect, test } from 'vitest';
import { movePlace } from '../../../client/src/views/movePlace';

const edit = (rangeOffset: number, rangeLength: number, text: string) => ({ rangeOffset, rangeLength, text });

test('a place moves with the text before it and stays before what follows', () => {
  expect(movePlace(10, [edit(2, 3, 'four')])).toBe(11);
  expect(movePlace(10, [edit(10, 0, '# note')])).toBe(10);
  expect(movePlace(10, [edit(7, 3, '')])).toBe(7);
  // The editor tells of several edits from the last to the first.
  expect(movePlace(10, [edit(6, 1, ''), edit(0, 0, '12')])).toBe(11);
});

test('a place inside what was deleted is gone', () => {
  expect(movePlace(10, [edit(8, 4, '')])).toBeUndefined();
});
