import { describe, expect, test } from 'vitest';
import { parse } from '../../../server/src/language/syntax/parser';
import { childrenOf, pathAt, walk } from '../../../server/src/language/syntax/traverse';
import type { SourceFile, SyntaxNode } from '../../../server/src/language/syntax/tree';
import { drawMarks, withMarks } from '../../helpers/marked';
import { campaignCount, campaignSeeds } from '../../helpers/campaign';
import { mutate } from '../../helpers/mutate';
import { programs, seededRandom } from '../../helpers/programs';

describe('programs', () => {
  test.each(programs)('$name has no issue', ({ text }) => {
    expect(parse(text).issues).toEqual([]);
  });

  test.each(programs)('every prefix of $name gives a sound tree', ({ text }) => {
    for (let end = 0; end <= text.length; end++) expectSound(parse(text.slice(0, end)));
  });
});

describe('issues', () => {
  const pictures = [
    `model A {
  x = input 3 ->
#              ^ Expected a layer or a block after ->
  y = x -> Dense(10
#                 ^ Expected )
  output z = y -> Flatten
}`,
    `model A
#     ^ Expected {
  input 28x28x -> Dense(1 2)
#       ^^^^^^ Expected a size after x
#                         ^ Expected , or )
}`,
    `data d = mnist
train A on d {
  loss: mse
#         ^ Expected }
model A { input d }`,
    `kernel k = [1, 2
#              ^ Expected ]
data d = shapes.circle(size=3
#                           ^ Expected )
model A { input d }`,
    `data d = csv("a.csv)
#            ^^^^^^^ This text has no closing "
model A { input d }`,
    `modl A {
#^^^^ Expected import, data, kernel, defaults, block, model or train
  input 3
}
model B { input 3 }`,
    `model A {
  x = Add(a,
    b
#   ^ Expected )
  y = x -> ReLU
}`,
    `model A {
  assert params < 3 4
#                   ^ Unexpected \`4\`
  input 1.5x3 -> €
#       ^^^^^ \`1.5x3\` is neither a number nor a shape
#                ^ Unexpected \`€\`
}`,
  ];
  test.each(pictures)('%s', (picture) => {
    const { text } = withMarks(picture);
    const { issues } = parse(text);
    expect(
      drawMarks(
        text,
        issues.map(({ start, end, message }) => ({ start, end, label: message })),
      ),
    ).toBe(picture);
  });

  test('what follows an issue is kept', () => {
    const { declarations } = parse(
      'model A {\n  x = a ->\n  y = b -> Dense(\n  z = y -> Foo(a, [1, 2 -> Bar\n}\ndata d = mnist',
    );
    expect(declarations.map(summary)).toEqual(['A: x(1) y(1) z(2)', 'd']);
  });

  test('at most one issue starts at a token', () => {
    for (const text of fuzzed(campaignSeeds(200, 2_000))) {
      const starts = parse(text).issues.map(({ start, end }) => `${start} ${end}`);
      expect(new Set(starts).size).toBe(starts.length);
    }
  });
});

describe('recovery never eats the start of', () => {
  const openings = [
    'x = Foo(',
    'x = Foo([1, 2',
    'x = a -> Foo(b=(1, 2',
    'x = Foo({ a: 1',
    'x = -',
    'assert a <',
    'x = a -> b * ',
    'x = ((',
  ];

  test.each(openings)('a declaration, behind %s', (opening) => {
    const words = [
      'data d = mnist',
      'kernel k = [1]',
      'defaults D { a: 1 }',
      'block B { in }',
      'model M { in }',
      'train M on d { a: 1 }',
      'import "a.nn"',
    ];
    for (const declaration of words) {
      const { declarations } = parse(`model A {\n  ${opening}\n${declaration}\n`);
      expect(declarations).toHaveLength(2);
    }
  });

  test.each(openings)('a statement, behind %s', (opening) => {
    for (const statement of ['y = a -> Dense(3)', 'output y = a', 'layer y = Dense(3)', 'assert params < 3']) {
      const [model] = parse(`model A {\n  ${opening}\n  ${statement}\n}`).declarations;
      const last = model?.kind === 'Model' ? model.body.statements.at(-1) : undefined;
      expect(last?.start).toBe(`model A {\n  ${opening}\n  `.length);
    }
  });
});

describe('any text', () => {
  test(`${campaignCount(400, 100_000)} mutated programs give sound trees`, { timeout: 1_800_000 }, () => {
    for (const text of fuzzed(campaignSeeds(400, 100_000))) expectSound(parse(text));
  });

  test.each([
    '(',
    '[',
    '{a:',
    'Foo(',
    '-',
    'not ',
    'a + ',
    'a and ',
    '((a+b)*',
    '->',
    'x = (\n',
    '"',
    '?x',
    'a.',
    '{',
    '}',
    ')',
  ])('%s ten thousand times', (piece) => {
    for (const before of ['', 'model A {\n  assert ', 'kernel k = ', 'data d = a', 'train a on b { c: ']) {
      const file = parse(`${before}${piece.repeat(10_000)}\n}\nmodel Last { input 3 }`);
      expectSound(file);
      // The start of a declaration closes all that is open.
      expect(file.declarations.at(-1)).toMatchObject({ kind: 'Model', name: { text: 'Last' } });
    }
  });

  test('more than two million characters are refused with an issue', () => {
    const { issues, declarations } = parse('model A { input 3 }\n'.repeat(500_000));
    expect(issues.map(({ message }) => message)).toEqual([
      'This file has 10.0 million characters; the limit is 2 million',
    ]);
    expect(declarations).toEqual([]);
  });

  test('names of JavaScript are names', () => {
    const { issues, declarations } = parse(
      'block __proto__(constructor, toString=1) {\n  hasOwnProperty = in -> __proto__(valueOf=constructor)\n}',
    );
    expect(issues).toEqual([]);
    expect(declarations.map(summary)).toEqual(['__proto__: hasOwnProperty(1)']);
  });

  test.each(['\n', '\r\n', '\r'])('line ends %j', (end) => {
    const { issues, declarations } = parse(
      '\uFEFFmodel A { # 😀\n  größe = input 3\n\n    -> Dense(3)\n  b = größe\n}\n'.replaceAll('\n', end),
    );
    expect(issues).toEqual([]);
    expect(declarations.map(summary)).toEqual(['A: größe(1) b(0)']);
  });
});

describe('grammar', () => {
  test('declaration words are names where no declaration starts', () => {
    const { issues, declarations } = parse(
      'model A {\n  data = input 3\n  model = data -> Dense(3)\n  train -> layer\n  output = model + data\n}',
    );
    expect(issues).toEqual([]);
    expect(declarations.map(summary)).toEqual(['A: data(0) model(1) (1) output(0)']);
  });

  test('units are applied', () => {
    const values = ['350k', '30M', '2G', '5kB', '200MB', '1GB', '.5', '1e-3', '1_000'].map((text) => {
      const [kernel] = parse(`kernel k = ${text}`).declarations;
      return kernel?.kind === 'Kernel' && kernel.value.kind === 'Number' ? kernel.value.value : undefined;
    });
    expect(values).toEqual([350_000, 3e7, 2e9, 5000, 2e8, 1e9, 0.5, 0.001, 1000]);
  });

  test('a train block may claim something of its run', () => {
    const [train] = parse('train A on b {\n  loss: mse\n  assert test.accuracy > 0.98\n  epochs: 3\n}').declarations;
    expect(train).toMatchObject({
      kind: 'Train',
      map: { entries: [{ key: { text: 'loss' } }, { key: { text: 'epochs' } }] },
      assertions: [{ condition: { operator: '>', left: { callee: { text: 'test.accuracy' } } } }],
    });
  });
});

describe('pathAt', () => {
  test.each(programs)('every node of $name is found at its start', ({ text }) => {
    const file = parse(text);
    walk(file, (node) => {
      if (node.end > node.start) expect(pathAt(file, node.start)).toContain(node);
    });
  });
});

function summary(node: SourceFile['declarations'][number]): string {
  const name = node.kind === 'Import' || node.kind === 'Defaults' ? '' : (node.name?.text ?? '');
  if (node.kind !== 'Model' && node.kind !== 'Block') return name;
  const statements = node.body.statements.map((statement) =>
    statement.kind === 'Flow' ? `${statement.name?.text ?? ''}(${statement.steps.length})` : statement.kind,
  );
  return `${name}: ${statements.join(' ')}`;
}

/** Spans lie inside the text and inside their parents, children in order. */
function expectSound(file: SourceFile): void {
  const problems: string[] = [];
  const check = (node: SyntaxNode, parent: SyntaxNode): void => {
    if (!(node.start >= parent.start && node.start <= node.end && node.end <= parent.end))
      problems.push(`${node.kind} ${node.start}-${node.end} in ${parent.kind} ${parent.start}-${parent.end}`);
    for (const child of childrenOf(node)) check(child, node);
  };
  check(file, file);
  for (const { start, end } of file.issues)
    if (start > end || start < 0 || end > file.text.length) problems.push(`issue ${start}-${end}`);
  if (problems.length > 0) expect.fail(`${problems[0] ?? ''}\n${JSON.stringify(file.text.slice(0, 2000))}`);
}

function* fuzzed(seeds: readonly number[]): Generator<string> {
  for (const seed of seeds) {
    const random = seededRandom(seed);
    yield mutate(programs[seed % programs.length]?.text ?? '', random);
  }
}
