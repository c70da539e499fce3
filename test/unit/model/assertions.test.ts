/** What assertions may ask, and how their sides compare. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { estimateMemory } from '../../../server/src/compiler/memory';
import { analysisOf } from '../../helpers/marked';
import { programOf } from '../../helpers/compileText';

function holds(flow: string, condition: string): boolean | undefined {
  return analysisOf(`model M {\n  x = ${flow}\n  assert ${condition}\n}`).models[0]?.assertions[0]?.holds;
}

describe('assertions', () => {
  it.each([
    ['input 10', 'output == 10', true],
    ['input 10x10x10', 'output == 10', false],
    ['input 10x10x10', 'output != 10', true],
    ['input 10x10x10', 'shape(x) == 10', false],
    ['input 10x10x10', 'output == 10x10x10', true],
    ['input 10x10x10', '10x10x10 == output', true],
    ['input ?x10', 'output == 4x10', undefined],
    ['input 32x32x1 -> Conv2D(1, 7)', 'receptive_field(x) == 7', true],
    ['input 32x32x1 -> Conv2D(1, (7, 5))', 'receptive_field(x) == 7', false],
    ['input 32x32x1 -> Conv2D(1, (7, 5))', 'receptive_field(x) == 7x5', true],
    ['input 32x32x1 -> Conv2D(1, (7, 5))', 'receptive_field(x) >= 5', true],
    ['input 784 -> Dense(10)', 'params == 7850', true],
    ['input 784 -> Dense(10)', 'macs == 7840', true],
    ['input 784 -> Dense(10)', 'memory(batch=2) == 4 * (7850 + 7850 + 2 * 794)', true],
    ['input 784 -> Dense(10, trainable=false)', 'memory(batch=1) == 4 * (7850 + 794)', true],
    ['input 784 -> Dense(10)', 'params < 10k and not macs > 10k', true],
  ])('%s: %s is %s', (flow, condition, expected) => {
    expect(holds(flow, condition)).toBe(expected);
  });

  it('refuses an order of shapes with different numbers of axes', () => {
    const { diagnostics } = analysisOf('model M {\n  input 10x10\n  assert output < 10\n}');
    expect(diagnostics.map(({ code }) => code)).toEqual(['nn/type']);
  });
});

describe('the memory estimate', () => {
  const convnet =
    'model M { input 28x28x1 -> Conv2D(32, 3, activation=relu) -> MaxPool2D(2) -> Conv2D(64, 3, activation=relu) -> MaxPool2D(2) -> Flatten -> Dense(64, activation=relu) -> Dense(10) }';
  const unet = readFileSync(join(import.meta.dirname, '../../../samples/networks/unet.nn'), 'utf8');
  const inception = readFileSync(join(import.meta.dirname, '../../../samples/networks/inception.nn'), 'utf8');

  it.each([
    ['a convnet', convnet],
    [
      'a perceptron',
      'model M { input 784 -> Dense(512, activation=relu) -> Dense(512, activation=relu) -> Dense(10) }',
    ],
    ['a U-Net', unet],
    ['an inception block', inception],
  ])('of %s is within a third and three times what the compiled step has alive', (_name, text) => {
    for (const batch of [1, 64]) {
      const { models } = analysisOf(text.replace(/\}\s*$/, `\n  assert memory(batch=${batch}) > 0\n}`));
      const explanation = models[0]?.assertions.at(-1)?.explanation ?? '';
      const estimate = Number(explanation.split(' ')[0]?.replaceAll(',', ''));
      const { total } = estimateMemory(programOf(text), batch);
      expect(estimate / total).toBeGreaterThan(1 / 3);
      expect(estimate / total).toBeLessThan(3);
    }
  });
});
