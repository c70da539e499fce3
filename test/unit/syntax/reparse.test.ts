import { expect, test } from 'vitest';
import { parse } from '../../../server/src/language/syntax/parser';
import { parseBeside, reparse } from '../../../server/src/language/syntax/reparse';
import { campaignSeeds } from '../../helpers/campaign';
import { seededRandom } from '../../helpers/programs';
import { randomEdit, workspaceText } from '../../helpers/randomEdit';

test('a tree that follows its text equals a parsed one', { timeout: 600_000 }, () => {
  for (const seed of campaignSeeds(100, 5_000)) {
    const random = seededRandom(seed);
    let text = workspaceText(random);
    const file = parse(text);
    for (let edit = 0; edit < 20; edit++) {
      text = randomEdit(text, random);
      reparse(file, text);
      expect(file, `seed ${seed}, edit ${edit}`).toEqual(parse(text));
    }
  }
});

test('a tree beside another is the parsed one as far as the change reaches, and leaves the other as it is', () => {
  for (const seed of campaignSeeds(100, 5_000)) {
    const random = seededRandom(seed);
    const before = workspaceText(random);
    const file = parse(before);
    const text = randomEdit(before, random);
    const beside = parseBeside(file, text);
    const whole = parse(text);
    const end = beside.declarations.at(-1)?.end ?? 0;
    expect(beside.declarations, `seed ${seed}`).toEqual(whole.declarations.slice(0, beside.declarations.length));
    expect(beside.issues, `seed ${seed}`).toEqual(whole.issues.slice(0, beside.issues.length));
    const firstChange = text.split('').findIndex((letter, index) => letter !== before[index]);
    expect(whole.declarations.filter(({ start }) => start > end && start <= firstChange)).toEqual([]);
    expect(file).toEqual(parse(before));
  }
});

test('declarations outside of a change stay the same objects', () => {
  const first = 'model A {\n  input 4 -> Dense(2)\n}\n\n';
  const last = 'model C {\n  input 4 -> Dense(3)\n}\n';
  const file = parse(`${first}model B {\n input 3 }\n${last}`);
  const [a, , c] = file.declarations;
  const change = reparse(file, `${first}model B {\n input 32\n -> Dense(2) }\n${last}`);
  expect(file.declarations[0]).toBe(a);
  expect(file.declarations[2]).toBe(c);
  expect(change.movesLines).toBe(true);
  expect(file.text.slice(c?.start, c?.end)).toBe(last.trimEnd());
});

test.each([
  [
    'a keyword that a bracket takes in',
    'model A { input 3 }\nmodel B { input 4 }\n',
    'model A { input 3 }\nmode B { input 4 }\n',
  ],
  ['a declaration before all others', 'model B { input 4 }\n', 'x y z\nmodel B { input 4 }\n'],
  [
    'a line break that joins two lines',
    'model A { input 3\nmodel B { input 4 }',
    'model A { input 3model B { input 4 }',
  ],
  [
    'what follows becomes part of a body',
    'model A { input 3 }\nmodel\n{ input 4 }\n',
    'model A { input 3 \nmodel\n{ input 4 }\n',
  ],
  ['everything goes', 'model A { input 3 }\nmodel B { input 4 }\n', ''],
  ['everything comes', '', 'model A { input 3 }\n'],
  ['CR line ends', 'model A { input 3 }\rmodel B { input 4 }\r', 'model A { input 33 }\rmodel B { input 4 }\r'],
])('%s', (_, before, after) => {
  const file = parse(before);
  reparse(file, after);
  expect(file).toEqual(parse(after));
});
