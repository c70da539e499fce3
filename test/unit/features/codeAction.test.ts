import { describe, expect, test } from 'vitest';
import { codeAction } from '../../../server/src/language/features/codeAction';
import { applyEdits } from '../../../server/src/language/features/refactoring/price';
import { analysisOf, withSelection } from '../../helpers/marked';
import { net } from './exampleNet';

describe('code actions', () => {
  const actions = (marked: string) => {
    const { text, span } = withSelection(marked);
    const found = codeAction(analysisOf(text), span, (changed) => analysisOf(changed));
    return found.map((action) => ({ title: action.title, text: applyEdits(text, action.edits) }));
  };

  test('a 7×7 becomes three 3×3', () => {
    const found = actions(net.replace('Conv2D(2, 7)', '[[]]Conv2D(2, 7)')).find(({ title }) =>
      title.startsWith('Replace'),
    );
    expect(found?.title).toBe('Replace 7×7 by 3 × 3×3 (−84 params, same receptive field)');
    expect(found?.text).toContain('-> Conv2D(2, 3) * 3 -> Flatten');
  });

  test('steps become a block', () => {
    const found = actions(net.replace('-> Conv2D(2, 7) -> Flatten', '[[-> Conv2D(2, 7) -> Flatten]]')).find(
      ({ title }) => title.startsWith('Extract'),
    );
    expect(found?.title).toBe('Extract 2 steps into a block (+0 params, same receptive field)');
    expect(found?.text).toContain('block Part2 {\n  in -> Conv2D(2, 7)\n     -> Flatten\n}\n\nmodel Net');
    expect(found?.text).toContain('right = image -> Part2 -> shared');
  });

  test('a block is put where it is used', () => {
    const found = actions(net.replace('-> Part(2', '-> [[]]Part(2')).find(({ title }) => title.startsWith('Inline'));
    expect(found?.title).toBe('Inline Part (+0 params, same receptive field)');
    expect(found?.text).toContain('input 8x8x1 -> Conv2D(2, 3, strides=2) -> ReLU\n');
  });

  test('a tensor gets a name', () => {
    const found = actions(net.replace('-> Conv2D(2, 7)', '-> [[]]Conv2D(2, 7)')).find(({ title }) =>
      title.startsWith('Name'),
    );
    expect(found?.title).toBe('Name the tensor behind Conv2D (+0 params, same receptive field)');
    expect(found?.text).toContain('  x = image -> Conv2D(2, 7)\n  right = x -> Flatten -> shared\n');
  });

  test('each fix of a diagnostic removes it', () => {
    const text =
      'model M {\n  a = input 32x32x32\n  main = a -> Conv2D(64, 3, strides=2, padding=same)\n  short = a -> Conv2D(64, 1)\n  output c = main + short\n}\n';
    const analysis = analysisOf(text);
    const fixes = codeAction(analysis, { start: 0, end: text.length }, (changed) => analysisOf(changed)).filter(
      ({ kind }) => kind === 'quickfix',
    );
    expect(fixes.length).toBeGreaterThan(0);
    for (const { edits, diagnostic } of fixes) {
      expect(analysisOf(applyEdits(text, edits)).diagnostics.map(({ code }) => code)).not.toContain(diagnostic?.code);
    }
  });
});
