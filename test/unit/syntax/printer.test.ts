import { describe, expect, test } from 'vitest';
import { parse } from '../../../server/src/language/syntax/parser';
import { print } from '../../../server/src/language/syntax/printer';
import { mutate } from '../../helpers/mutate';
import { programs, seededRandom } from '../../helpers/programs';
import { expectKept } from '../../helpers/expectKept';
import { shake } from '../../helpers/shake';

const format = (text: string): string => print(parse(text));

describe('programs', () => {
  test.each(programs)('$name keeps its meaning and comments', ({ text }) => {
    expectKept(text);
  });

  test('mutated programs without issues keep their meaning', () => {
    let formatted = 0;
    for (let seed = 1; seed <= 1500; seed++) {
      const text = mutate(programs[seed % programs.length]?.text ?? '', seededRandom(seed));
      if (parse(text).issues.length > 0) continue;
      formatted++;
      expectKept(text);
    }
    expect(formatted).toBeGreaterThan(50);
  });

  test('white space makes no difference', () => {
    for (const { text } of programs) {
      for (let seed = 1; seed <= 10; seed++) expectKept(shake(text, seededRandom(seed)));
    }
  });
});

const pictures: readonly (readonly [string, string, string])[] = [
  [
    'blanks',
    'model A{\nx=input 28x28x1->Conv2D( 32,3 , padding = same )*2\n}',
    'model A {\n  x = input 28x28x1 -> Conv2D(32, 3, padding=same) * 2\n}\n',
  ],
  ['a body on one line', 'block B(f,k = 3) { in->Conv2D(f,k) }', 'block B(f, k=3) {\n  in -> Conv2D(f, k)\n}\n'],
  ['arrows under the first', 'model A {\n  x = in -> A\n -> B\n}', 'model A {\n  x = in -> A\n         -> B\n}\n'],
  [
    'arrows under the value',
    'model A {\n  input 3\n-> A\n     -> B\n}',
    'model A {\n  input 3\n    -> A\n    -> B\n}\n',
  ],
  [
    'a line after if',
    'block B {\n  in -> A if x > 1 -> B if not y -> C\n}',
    'block B {\n  in -> A if x > 1\n     -> B if not y\n     -> C\n}\n',
  ],
  [
    'names in a column',
    'model A {\n  main = a\n  b = c\n\n  long_name = d\n}',
    'model A {\n  main = a\n  b    = c\n\n  long_name = d\n}\n',
  ],
  [
    'comments',
    '#a  \nmodel A { # b\n# c\n  input 3 # d\n\n\n\n  # e\n  -> A # f\n}# g',
    '#a\nmodel A {  # b\n  # c\n  input 3  # d\n\n    # e\n    -> A  # f\n}  # g\n',
  ],
  [
    'declarations apart',
    'data a = b\ndata c = d\nmodel M { input a }\n# t\ntrain M on a { loss: mse }',
    'data a = b\ndata c = d\n\nmodel M {\n  input a\n}\n\n# t\ntrain M on a { loss: mse }\n',
  ],
  [
    'operators',
    'kernel k = [ -1,- 2 ]/320\nblock B {\n in->Rescaling( 1 / 255 )->A(2*f-(1+g)//2)\n}',
    'kernel k = [-1, -2] / 320\n\nblock B {\n  in -> Rescaling(1/255) -> A(2 * f - (1 + g) // 2)\n}\n',
  ],
  [
    'rows of numbers',
    'kernel k = [\n[-1,-2,-1],\n[0,0,0],\n[1,20,1]\n]',
    'kernel k = [\n  [-1, -2, -1],\n  [ 0,  0,  0],\n  [ 1, 20,  1]\n]\n',
  ],
  [
    'maps',
    'train A on b {loss:mse,\nmetrics:[accuracy]\nloss_weights:{a:1,b:2}}',
    'train A on b {\n  loss: mse,\n  metrics: [accuracy]\n  loss_weights: { a: 1, b: 2 }\n}\n',
  ],
  ['nothing', '\n\n', ''],
  ['an empty body', 'model A {}', 'model A {}\n'],
];

describe('layout', () => {
  test.each(pictures)('%s', (_, before, after) => {
    expect(format(before)).toBe(after);
    expect(format(after)).toBe(after);
  });

  test('long flows break before arrows, long calls behind commas', () => {
    const flow = `model A {\n  x = input 3${' -> Conv2D(32, 3, padding=same)'.repeat(8)}\n}`;
    expect(
      Math.max(
        ...format(flow)
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(120);
    const call = `kernel k = [${Array.from({ length: 90 }, (_, index) => index).join(', ')}]`;
    expect(
      Math.max(
        ...format(call)
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(120);
    expectKept(flow);
    expectKept(call);
  });

  test.each(['\r\n', '\r'])('line ends %j stay', (end) => {
    expect(format(`model A {${end}input 3${end}}`)).toBe(`model A {${end}  input 3${end}}${end}`);
  });

  test('a file with issues is left alone', () => {
    expect(format('model  A {\n  x  = \n}')).toBe('model  A {\n  x  = \n}');
  });
});
