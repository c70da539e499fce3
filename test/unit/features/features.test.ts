import { describe, expect, test } from 'vitest';
import { codeLens } from '../../../server/src/language/features/codeLens';
import { completion } from '../../../server/src/language/features/completion';
import { documentLink } from '../../../server/src/language/features/documentLink';
import { documentSymbol } from '../../../server/src/language/features/documentSymbol';
import { foldingRange } from '../../../server/src/language/features/foldingRange';
import { formatting } from '../../../server/src/language/features/formatting';
import { hover } from '../../../server/src/language/features/hover';
import { inlayHints } from '../../../server/src/language/features/inlayHints';
import { documentHighlight, references, renameProblem } from '../../../server/src/language/features/navigation';
import { applyEdits } from '../../../server/src/language/features/refactoring/price';
import { selectionRange } from '../../../server/src/language/features/selectionRange';
import { semanticTokens } from '../../../server/src/language/features/semanticTokens';
import { signatureHelp } from '../../../server/src/language/features/signatureHelp';
import { workspaceSymbol } from '../../../server/src/language/features/workspaceSymbol';
import { print } from '../../../server/src/language/syntax/printer';
import { analysisOf, drawMarks, withCursor, withMarks } from '../../helpers/marked';
import { programs } from '../../helpers/programs';
import { net } from './exampleNet';

describe('hover', () => {
  const at = (marked: string): string => {
    const { text, offset } = withCursor(marked);
    return hover(analysisOf(text), offset)?.markdown ?? '';
  };

  test('a layer: its sentence, shapes, formulas with numbers, costs, field', () => {
    const text = at(net.replace('Conv2D(2, 7)', 'Con|v2D(2, 7)'));
    expect(text).toContain('Conv2D(');
    expect(text).toContain('`4x4x2` → `4x4x2`');
    expect(text).toContain('= 198');
    expect(text).toContain('multiply-accumulates: 3.1k');
    expect(text).toContain('activation memory: 128 B an example');
    expect(text).toMatch(/receptive field: \d+x\d+/);
  });

  test.each([
    ['an argument by name', net.replace('strides=steps', 'stri|des=steps'), '`strides` of Conv2D'],
    ['an argument by place', net.replace('Conv2D(2, 7)', 'Conv2D(2, |7)'), '`kernel_size` of Conv2D'],
    ['a block', net.replace('-> Part', '-> Pa|rt'), 'Part(size, steps=1)'],
    ['a tensor', net.replace('left + right', 'le|ft + right'), 'tensor `left`'],
    ['a shared layer', net.replace('Flatten -> shared\n  right', 'Flatten -> sha|red\n  right'), 'Dense('],
    ['a parameter', net.replace('Conv2D(size', 'Conv2D(si|ze'), 'parameter `size`'],
    ['a key of defaults', net.replace('padding:', 'pad|ding:'), '`padding` of Conv2D'],
    ['data', 'data digits = mn|ist', '60,000 training and 10,000 test examples'],
    ['a key of train', 'data d = mnist\ntrain A on d {\n  epo|chs: 3\n}', '`epochs`, default `1`'],
    ['an optimizer', 'data d = mnist\ntrain A on d {\n  optimizer: ad|am\n}', 'Adam('],
    ['nothing', 'data d = mnist\n| \n', ''],
  ])('%s', (_, marked, expected) => {
    expect(at(marked)).toContain(expected);
  });

  test('what the text says is shown as text', () => {
    expect(at('block B(x="[a](command:b)") {\n  in -> Dense(3)\n}\nmodel M {\n  input 3 -> |B\n}')).not.toMatch(
      /^\[a\]/m,
    );
  });
});

describe('inlay hints', () => {
  const drawn = (text: string, shapes: boolean, parameters: boolean): string => {
    const analysis = analysisOf(text);
    return drawMarks(
      text,
      inlayHints(analysis, analysis.file, { shapes, parameters }).map(({ offset, label }) => ({
        start: offset - 1,
        end: offset,
        label,
      })),
    );
  };
  const picture = `block Part(size) {
  in -> Conv2D(size, 3)
#                     ^ 6x6x2 … 4x4x3   20 … 57
     -> ReLU
#          ^ 6x6x2 … 4x4x3
}
model Net {
  input 8x8x1 -> Part(2)
#                      ^ 6x6x2   20
    -> Part(3)
#            ^ 4x4x3   57
}`;

  test('at the end of each line', () => {
    expect(drawn(withMarks(picture).text, true, true)).toBe(picture);
  });

  test('apart', () => {
    const { text } = withMarks(picture);
    expect(drawn(text, false, true)).not.toContain('6x6');
    expect(drawn(text, true, false)).not.toContain('20');
    expect(drawn(text, false, false)).toBe(text);
  });
});

describe('completion', () => {
  const labels = (marked: string): readonly string[] => {
    const { text, offset } = withCursor(marked);
    return [...completion(analysisOf(text), offset)].sort((a, b) => a.rank - b.rank).map(({ label }) => label);
  };

  test.each([
    ['a declaration', 'data d = mnist\nmo|', ['model', 'block', 'train']],
    ['data sources', 'data d = |', ['mnist', 'csv']],
    ['a group of sources', 'data d = shapes.|', ['circle']],
    ['data steps', 'data d = mnist -> |', ['Rescaling', 'RandomFlip', 'Window']],
    ['inputs', 'data digits = mnist\nmodel M {\n  input |\n}', ['digits']],
    ['parts', 'data digits = mnist\nmodel M {\n  input digits[|]\n}', ['image', 'label']],
    ['tensors', net.replace('left + right', 'left + |'), ['left', 'image']],
    ['statement words', net.replace('output sum', '|\n  output sum'), ['input', 'output', 'layer', 'assert', 'image']],
    ['missing arguments', net.replace('Conv2D(2, 7)', 'Conv2D(2, |)'), ['kernel_size=', 'strides=']],
    ['words', net.replace('Conv2D(2, 7)', 'Conv2D(2, 7, padding=|)'), ['same', 'valid']],
    ['activations', net.replace('Conv2D(2, 7)', 'Conv2D(2, 7, activation=|)'), ['relu', 'softmax']],
    ['block arguments', net.replace('Part(2, steps=2)', 'Part(2, |)'), ['steps=']],
    ['models to train', net + 'train |', ['Net']],
    ['train keys', net + 'data d = mnist\ntrain Net on d {\n  |\n}', ['loss:', 'optimizer:']],
    ['optimizers', net + 'data d = mnist\ntrain Net on d {\n  optimizer: |\n}', ['Adam', 'adam']],
    ['conditions', net.replace('output sum', 'assert |\n  output sum'), ['params', 'receptive_field']],
    ['guards', net.replace('-> ReLU', '-> ReLU if |'), ['size', 'steps']],
    ['defaults', 'defaults Conv2D { | }', ['padding:', 'kernel_size:']],
  ])('%s', (_, marked, expected) => {
    expect(labels(marked)).toEqual(expect.arrayContaining([...expected]));
  });

  test('layers that fit the incoming shape come first', () => {
    const after = labels(net.replace('-> Flatten -> shared\n  right', '-> |\n  right'));
    expect(after.indexOf('Conv2D')).toBeLessThan(after.indexOf('Conv1D'));
    expect(after).toEqual(expect.arrayContaining(['shared', 'Part', 'Conv2D', 'Flatten']));
    expect(after.indexOf('shared')).toBe(0);
  });

  test.each([
    ['an image', 'model M {\n  input 28x28x1 -> |\n}', ['Conv2D', 'MaxPool2D', 'Flatten', 'ReLU', 'Add', 'Conv1D']],
    ['a series', 'model M {\n  input 52x1 -> |\n}', ['Conv1D', 'MaxPool1D', 'Flatten', 'ReLU', 'Add', 'Conv2D']],
    ['a vector', 'model M {\n  input 784 -> |\n}', ['Dense', 'Reshape', 'ReLU', 'Add', 'Conv2D']],
  ])('behind %s the layers that fit stand in the order of their use', (_, marked, expected) => {
    expect(labels(marked).filter((label) => expected.includes(label))).toEqual(expected);
  });

  test.each(['# com|ment', 'data d = csv("a|")'])('nothing in %s', (marked) => {
    expect(labels(marked)).toEqual([]);
  });
});

describe('signature help', () => {
  const active = (marked: string): string => {
    const { text, offset } = withCursor(marked);
    const help = signatureHelp(analysisOf(text), offset);
    const parameter = help?.active === undefined ? undefined : help.parameters[help.active];
    return help === undefined
      ? ''
      : `${help.label.split('(')[0] ?? ''}: ${parameter === undefined ? '-' : help.label.slice(parameter.start, parameter.end)}`;
  };

  test.each([
    [net.replace('Conv2D(2, 7)', 'Conv2D(|2, 7)'), 'Conv2D: filters'],
    [net.replace('Conv2D(2, 7)', 'Conv2D(2, |'), 'Conv2D: kernel_size'],
    [net.replace('Conv2D(2, 7)', 'Conv2D(2, 7, strides=|2)'), 'Conv2D: strides=1'],
    [net.replace('Part(2, steps=2)', 'Part(2, |'), 'Part: steps=1'],
    ['data d = csv(|', 'csv: '],
    [net.replace('Part(2, steps=2)', 'Part(2, steps=2) |'), ''],
  ])('%#', (marked, expected) => {
    expect(active(marked)).toContain(expected);
    if (expected === '') expect(active(marked)).toBe('');
  });
});

describe('navigation', () => {
  test('highlights are the uses and the declaration', () => {
    const { text, offset } = withCursor(
      net.replace('image -> Flatten -> shared\n  right', 'im|age -> Flatten -> shared\n  right'),
    );
    const places = documentHighlight(analysisOf(text), offset).map(({ span, isDeclaration }) => [
      text.slice(span.start, span.end),
      isDeclaration,
    ]);
    expect(places).toEqual([
      ['image', true],
      ['image', false],
      ['image', false],
    ]);
  });

  test('a parameter is found at the uses of its block', () => {
    const { text, offset } = withCursor(net.replace('strides=steps', 'strides=st|eps'));
    expect(documentHighlight(analysisOf(text), offset)).toHaveLength(3);
  });

  test('uses in an importing file are found from the imported one', () => {
    const blocks = 'block Part(size) {\n  in -> Dense(size)\n}\n';
    const main = analysisOf('import "blocks.nn"\nmodel M {\n  input 3 -> Part(size=4)\n}', { 'blocks.nn': blocks });
    const imported = analysisOf(blocks, {}, 'blocks.nn');
    expect(references(imported, 7, [imported, main]).map(({ uri }) => uri.split('/').at(-1))).toEqual([
      'blocks.nn',
      'main.nn',
    ]);
    expect(references(imported, 12, [imported, main])).toHaveLength(3);
  });

  test.each([
    ['x1', undefined],
    ['1x', 'not a name'],
    ['input', 'not a name'],
    ['', 'not a name'],
    ['__proto__', undefined],
  ])('renaming to %j', (name, problem) => {
    const found = renameProblem(analysisOf(net), net.indexOf('image'), name);
    if (problem === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(problem);
  });
});

describe('structure', () => {
  const analysis = analysisOf(net);

  test('the outline', () => {
    expect(
      documentSymbol(analysis).map(({ name, kind, children }) => [
        kind,
        name,
        children.map((child) => `${child.name} ${child.detail}`),
      ]),
    ).toEqual([
      ['defaults', 'Conv2D', []],
      ['block', 'Part', []],
      ['model', 'Net', ['shared Dense', 'image 4x4x2', 'left 4', 'right 4', 'sum 4']],
    ]);
  });

  test('workspace symbols hold the letters of the query in order', () => {
    expect(workspaceSymbol([analysis], 'im').map(({ symbol }) => symbol.name)).toEqual(['image']);
  });

  test('folds', () => {
    expect(foldingRange(analysis).filter(({ kind }) => kind === 'region')).toHaveLength(2);
    expect(foldingRange(analysisOf('# a\n# b\n\n# c\n')).map(({ kind, end }) => [kind, end])).toEqual([['comment', 7]]);
  });

  test('selections grow', () => {
    const spans = selectionRange(analysis, net.indexOf('7)')).map(({ start, end }) => net.slice(start, end));
    expect(spans.slice(0, 4)).toEqual(['7', '(2, 7)', 'Conv2D(2, 7)', '-> Conv2D(2, 7)']);
    expect(spans.at(-1)).toBe(net);
  });

  test('links', () => {
    const links = documentLink(
      analysisOf('import "a.nn"\ndata b = images("pictures", masks="m")\ndata c = csv("x/y.csv", column="a")'),
    );
    expect(links.map(({ path }) => path)).toEqual(['a.nn', 'pictures', 'm', 'x/y.csv']);
  });

  test('lenses stay while sizes are unknown', () => {
    const memory = { titles: new Map<string, string>(), lastRuns: new Map([['Net', '98.9 %']]) };
    const titles = (text: string): readonly string[] => codeLens(analysisOf(text), memory).map(({ title }) => title);
    const [title] = titles(net);
    expect(title).toMatch(/^\d+ parameters · [\d.]+k MACs$/);
    expect(titles(net.replace('Part(2, steps=2)', 'Part('))).toContain(title);
    expect(titles(`${net}train Net on d {\n`)).toEqual([
      title,
      'Summary',
      'Graph',
      'Inspect',
      '▶ Train',
      'Train on …',
      'last run 98.9 %',
    ]);
  });

  test('a lens on data tells what is in them, as long as it was ever known', () => {
    const memory = { titles: new Map<string, string>(), lastRuns: new Map<string, string>() };
    const lenses = (text: string) =>
      codeLens(analysisOf(text), memory).map(({ title, command }) => [title, command?.args]);
    const button = ['Data', ['file:///workspace/main.nn', 'digits']];
    expect(lenses('data digits = nothing_yet\n')).toEqual([button]);
    const known = ['60,000 + 10,000 · 28x28x1 · 10 classes', undefined];
    expect(lenses('data digits = mnist -> Rescaling(1/255)\n')).toEqual([known, button]);
    expect(lenses('data digits = mnist -> Rescaling(\n')).toEqual([known, button]);
  });

  test.each([
    [
      'more filters',
      net.replace('Conv2D(2, 7)', 'Conv2D(4, 7)'),
      /^\+[\d,]+ parameters, \+[\d.]+ % MACs since the last commit$/,
    ],
    ['another name alone', net.replaceAll('left', 'west'), undefined],
    [
      'less work, the same weights',
      net.replace('Conv2D(2, 7)', 'Conv2D(2, 7, strides=2)'),
      /^−[\d.]+ % MACs since the last commit$/,
    ],
    ['a size that is unknown for the moment', net.replace('input 8x8x1', 'input ?x8x1'), undefined],
  ])('a lens tells what has changed since the last commit: %s', (_name, text, expected) => {
    const memory = {
      titles: new Map<string, string>(),
      lastRuns: new Map<string, string>(),
      committed: analysisOf(net),
    };
    const told = codeLens(analysisOf(text), memory).find(({ title }) => title.endsWith('since the last commit'))?.title;
    if (expected === undefined) expect(told).toBeUndefined();
    else expect(told).toMatch(expected);
  });

  test('semantic tokens say what a grammar cannot', () => {
    const tokens = semanticTokens(analysis).map(({ start, end, type }) => `${net.slice(start, end)} ${type}`);
    expect(tokens).toEqual(
      expect.arrayContaining([
        'Part function',
        'size parameter',
        'Conv2D class',
        'shared variable',
        'image variable',
        'Net type',
        'padding property',
      ]),
    );
  });
});

describe('formatting', () => {
  test.each(programs)('edits of $name give what is printed', ({ text }) => {
    for (const shaken of [text, text.replace(/ +/g, ' '), text.replaceAll('\n', '\r\n')]) {
      const analysis = analysisOf(shaken);
      expect(applyEdits(shaken, formatting(analysis))).toBe(print(analysis.file));
    }
  });

  test('a range changes nothing outside', () => {
    const text = 'data  a = mnist\ndata  b = mnist\n';
    expect(applyEdits(text, formatting(analysisOf(text), { start: 16, end: 31 }))).toBe(
      'data  a = mnist\ndata b = mnist\n',
    );
  });
});
