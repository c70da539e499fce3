/** Pictures of what an error looks like: the text, and every diagnostic with causes and fixes as the terminal shows it. */
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../server/src/language/analyze';
import type { DataDescription } from '../../../server/src/language/data/description';
import type { Diagnostic, Fix } from '../../../server/src/language/diagnostics/diagnostic';
import { testHost } from '../../helpers/testHost';

const uri = 'file:///main.nn';

function diagnose(
  text: string,
  files: { readonly [uri: string]: string } = {},
  data: { readonly [file: string]: DataDescription } = {},
): readonly Diagnostic[] {
  return analyze({ uri, version: 1, text }, testHost(files, data)).diagnostics;
}

function picture(text: string, files: { readonly [uri: string]: string } = {}): string {
  return diagnose(text, files)
    .flatMap((diagnostic) => [
      `${diagnostic.severity} ${diagnostic.code} at '${text.slice(diagnostic.span.start, diagnostic.span.end)}': ${diagnostic.message}`,
      ...diagnostic.related.map(({ message }) => `  ${message}`),
      ...diagnostic.fixes.map(({ title }, index) => `  fix ${index + 1}: ${title}`),
    ])
    .join('\n');
}

function applied(text: string, fix: Fix): string {
  return [...fix.edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((result, edit) => result.slice(0, edit.span.start) + edit.newText + result.slice(edit.span.end), text);
}

function lines(...parts: readonly string[]): string {
  return parts.join('\n');
}

const cases: readonly (readonly [name: string, text: string, expected: string])[] = [
  [
    'a residual whose sides differ',
    lines(
      'model M {',
      '  x = input 32x32x3',
      '  main = x -> Conv2D(64, 3, strides=2, padding=same)',
      '  short = x -> Conv2D(64, 1)',
      '  main + short -> ReLU',
      '}',
    ),
    lines(
      "error nn/shape at 'main + short': Add needs equal shapes, got 16x16x64 and 32x32x64",
      '  main 16x16x64 from Conv2D(64, 3, strides=2, padding=same), line 3',
      '  short 32x32x64 from Conv2D(64, 1), line 4: no strides, while main has strides=2',
      "  fix 1: add strides=2 to short's Conv2D (16x16x64, +0 params)",
      '  fix 2: put MaxPool2D(2) after short (16x16x64, +0 params)',
      '  fix 3: put UpSampling2D(2) after main (32x32x64, +0 params)',
    ),
  ],
  [
    'sides with other channels',
    lines('model M {', '  x = input 8x8x3', '  a = x -> Conv2D(16, 1)', '  b = x -> Conv2D(8, 1)', '  a + b', '}'),
    lines(
      "error nn/shape at 'a + b': Add needs equal shapes, got 8x8x16 and 8x8x8",
      '  a 8x8x16 from Conv2D(16, 1), line 3',
      '  b 8x8x8 from Conv2D(8, 1), line 4',
      "  fix 1: set filters=8 on a's Conv2D (8x8x8, −32 params)",
      "  fix 2: set filters=16 on b's Conv2D (8x8x16, +32 params)",
      '  fix 3: put Conv2D(8, 1) after a (8x8x8, +136 params)',
      '  fix 4: put Conv2D(16, 1) after b (8x8x16, +144 params)',
    ),
  ],
  [
    'an error inside a block is told at the use',
    lines(
      'block Res(f) {',
      '  a = in -> Conv2D(f, 3, strides=2, padding=same)',
      '  a + in',
      '}',
      'model M { input 8x8x4 -> Res(4) -> Flatten -> Dense(2) }',
    ),
    lines(
      "error nn/shape at 'Res(4)': Add needs equal shapes, got 4x4x4 and 8x8x4",
      '  inside Res, here',
      '  a 4x4x4 from Conv2D(f, 3, strides=2, padding=same), line 2',
      '  in 8x8x4 from input 8x8x4, line 5: no strides, while a has strides=2',
      '  fix 1: bring in there by Conv2D(f, 1, strides=2) (4x4x4, +20 params)',
    ),
  ],
  [
    'a misspelt layer, and nothing behind it',
    'model M { input 8x8x1 -> Flaten -> Dense(10) }',
    lines(
      "error nn/unknown-layer at 'Flaten': There is no layer 'Flaten'; did you mean 'Flatten'?",
      '  fix 1: change to Flatten (64, +0 params)',
    ),
  ],
  [
    'a misspelt tensor',
    lines('model M {', '  stem = input 4x4x1 -> ReLU', '  steem -> Flatten', '}'),
    lines(
      "warning nn/unused at 'stem': Nothing uses 'stem'",
      '  fix 1: mark it as an output',
      '  fix 2: remove it',
      "error nn/unknown-tensor at 'steem': There is no tensor 'steem'; did you mean 'stem'?",
      '  fix 1: change to stem',
    ),
  ],
  [
    'a block that uses itself, told once',
    lines('block A { in -> B }', 'block B { in -> A -> ReLU }', 'model M { input 4 -> A }'),
    "error nn/recursion at 'B': A block cannot use itself: A -> B -> A",
  ],
  [
    'an assertion that fails',
    'model M {\n  input 4 -> Dense(2)\n  assert params < 10\n}',
    "error nn/assert at 'params < 10': params < 10 does not hold: 10 >= 10",
  ],
  [
    'too many layers',
    'model M { input 4 -> ReLU * 60000 }',
    "error nn/limit at 'M': This model has more than 50,000 layers; the rest is not shown",
  ],
  [
    'a name given twice',
    'model M {\n  a = input 4\n  a = input 5\n  a -> ReLU\n}',
    "error nn/duplicate at 'a': 'a' is already taken; a name is given once\n  first 'a'\n  fix 1: call this one a2",
  ],
  ['an import that is not there', 'import "gone.nn"', 'error nn/import at \'"gone.nn"\': "gone.nn" is not there'],
  [
    'an import from outside',
    'import "../gone.nn"',
    'error nn/import at \'"../gone.nn"\': "../gone.nn" lies outside the workspace',
  ],
  [
    'a loss that needs another activation',
    lines(
      'data d = mnist -> Rescaling(1/255)',
      'model M { input d -> Flatten -> Dense(10) }',
      'train M on d { loss: categorical_crossentropy }',
    ),
    lines(
      "warning nn/activation at 'categorical_crossentropy': categorical_crossentropy needs softmax at the end, the output has none",
      '  the output 10 from Dense(10), line 2',
      '  fix 1: set activation=softmax (10, +0 params)',
      '  fix 2: tell the loss: from_logits=true (+0 params)',
    ),
  ],
  [
    'another number of classes',
    lines(
      'data d = mnist -> Rescaling(1/255)',
      'model M { input d -> Flatten -> Dense(9, activation=softmax) }',
      'train M on d { loss: categorical_crossentropy }',
    ),
    lines(
      "error nn/classes at 'categorical_crossentropy': d has 10 classes, the output has 9",
      '  the output 9 from Dense(9, activation=softmax), line 2',
      '  fix 1: set units=10 (10, +785 params)',
    ),
  ],
  [
    'pixels as they come',
    lines(
      'data d = mnist',
      'model M { input d -> Flatten -> Dense(10, activation=softmax) }',
      'train M on d { loss: categorical_crossentropy }',
    ),
    lines(
      "warning nn/unscaled at 'd': image goes from 0 to 255; networks learn better from 0 to 1",
      '  fix 1: add Rescaling(1/255) to the data',
    ),
  ],
];

describe('diagnostics', () => {
  it.each(cases)('%s', (_name, text, expected) => {
    expect(picture(text)).toBe(expected);
  });

  it.each(cases)('%s: each fix leaves the file without that error', (_name, text) => {
    for (const diagnostic of diagnose(text)) {
      for (const fix of diagnostic.fixes) {
        const after = diagnose(applied(text, fix)).map(({ code, message }) => `${code} ${message}`);
        expect(after, fix.title).not.toContain(`${diagnostic.code} ${diagnostic.message}`);
      }
    }
  });

  it('keeps first lines within 80 characters, whatever the names', () => {
    const long = 'x'.repeat(300);
    const text = `model ${long} {\n  ${long} = input 4 -> ${long}(${long}=1)\n  a = ${long}y -> Dense(${long})\n}`;
    for (const { message } of diagnose(text)) expect([...message].length).toBeLessThanOrEqual(80);
    expect(diagnose(text).length).toBeGreaterThan(0);
  });

  it('analyses every prefix of a program without a throw', () => {
    const [, text] = cases[2] ?? ['', ''];
    for (let end = 0; end <= text.length; end += 1) expect(() => diagnose(text.slice(0, end))).not.toThrow();
  });
});
