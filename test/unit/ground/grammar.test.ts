import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import { INITIAL, parseRawGrammar, Registry, type IGrammar } from 'vscode-textmate';
import { beforeAll, describe, expect, test } from 'vitest';

const file = join(import.meta.dirname, '../../../syntaxes/nn.tmLanguage.json');
let grammar: IGrammar;

beforeAll(async () => {
  const binary = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
  await loadWASM(binary.buffer.slice(binary.byteOffset, binary.byteOffset + binary.byteLength));
  const registry = new Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    loadGrammar: () => Promise.resolve(parseRawGrammar(readFileSync(file, 'utf8'), file)),
  });
  const loaded = await registry.loadGrammar('source.nn');
  if (loaded === null) throw new Error('the grammar does not load');
  grammar = loaded;
});

/** A line's tokens as `text:scope`, blanks left out; of several scopes the innermost. */
function tokens(line: string): readonly string[] {
  return grammar
    .tokenizeLine(line, INITIAL)
    .tokens.map(({ startIndex, endIndex, scopes }) => ({
      text: line.slice(startIndex, endIndex),
      scope: scopes.at(-1) ?? '',
    }))
    .filter(({ text }) => text.trim() !== '')
    .map(({ text, scope }) => `${text.trim()}:${scope.replace(/\.nn$/, '')}`);
}

describe('the grammar', () => {
  test.each([
    [
      'data digits = mnist -> Rescaling(1/255)',
      [
        'data:storage.type.data',
        'digits:entity.name.type.data',
        'mnist:support.function.source',
        '->:keyword.operator.flow',
        'Rescaling:support.class.layer',
        '255:constant.numeric',
      ],
    ],
    ['model Digits {', ['model:storage.type.model', 'Digits:entity.name.type.model', '{:punctuation.section.block']],
    ['  input 32x32x3', ['input:keyword.other.input', '32x32x3:constant.numeric.shape']],
    [
      '  image = input ?x?x3 # any size',
      ['image:variable.other.definition', '?x?x3:constant.numeric.shape', '# any size:comment.line.number-sign'],
    ],
    ['  photo = input homes[photo]', ['homes:entity.name.type.data', '[:punctuation.section.brackets']],
    [
      '    -> Conv2D(32, 3, activation=relu)',
      ['Conv2D:support.class.layer', 'activation:variable.parameter', 'relu:variable.other'],
    ],
    ['    -> Flatten', ['->:keyword.operator.flow', 'Flatten:support.class.layer']],
    [
      '  assert params < 100k',
      [
        'assert:keyword.control.assert',
        '<:keyword.operator.comparison',
        '100:constant.numeric',
        'k:keyword.other.unit',
      ],
    ],
    [
      'train fast = Digits on digits {',
      [
        'train:storage.type.train',
        'fast:entity.name.function.train',
        'Digits:entity.name.type.model',
        'on:keyword.other.on',
        'digits:entity.name.type.data',
      ],
    ],
    [
      'train Digits on digits {',
      ['train:storage.type.train', 'Digits:entity.name.type.model', 'digits:entity.name.type.data'],
    ],
    [
      '  optimizer: Adam(1e-3)',
      ['optimizer:variable.other.property', 'Adam:support.class.layer', '1e-3:constant.numeric'],
    ],
    [
      'block Residual(filters, stride=1) {',
      ['block:storage.type.block', 'Residual:entity.name.function.block', 'stride:variable.parameter'],
    ],
    [
      '  main = in -> ConvBN(filters) * 3 if stride > 1 and not slim',
      [
        'in:variable.language.in',
        'ConvBN:support.class.layer',
        'if:keyword.control.conditional',
        'and:keyword.operator.logical',
        'not:keyword.operator.logical',
      ],
    ],
    [
      '  output price = both -> Dense(1)',
      ['output:storage.modifier', 'price:variable.other.definition', 'Dense:support.class.layer'],
    ],
    ['  layer backbone = Features', ['layer:storage.modifier', 'backbone:variable.other.definition']],
    ['import "features.nn"', ['import:keyword.control.import', '"features.nn":string.quoted.double']],
    [
      'kernel average = [0.2, .5] / 320',
      [
        'kernel:storage.type.kernel',
        'average:variable.other.constant.kernel',
        '0.2:constant.numeric',
        '.5:constant.numeric',
      ],
    ],
    [
      'defaults Conv2D { padding: same, use_bias: false }',
      [
        'defaults:storage.type.defaults',
        'Conv2D:support.class.layer',
        'padding:variable.other.property',
        'false:constant.language',
      ],
    ],
  ])('scopes %s', (line, expected) => {
    expect(tokens(line)).toEqual(expect.arrayContaining(expected));
  });

  test.each([
    ['  data -> Dense(1)', 'data:variable.other'],
    ['  model + 1', 'model:variable.other'],
    ['  output -> Dense(1)', 'output:variable.other'],
    ['  layer + output', 'layer:variable.other'],
  ])('takes declaration words for names elsewhere: %s', (line, expected) => {
    expect(tokens(line)).toContain(expected);
  });

  test('ends a text at its line', () => {
    const { ruleStack } = grammar.tokenizeLine('import "features', INITIAL);
    expect(grammar.tokenizeLine('model A {', ruleStack).tokens[0]?.scopes.at(-1)).toBe('storage.type.model.nn');
  });
});
