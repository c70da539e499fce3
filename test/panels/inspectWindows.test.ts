import { describe, expect, test } from 'vitest';
import { chooseLayer, chooseTab, scenes, useInspectPanel } from '../helpers/panel/inspectPages';

const inspect = useInspectPanel();

describe('windows in the inspect panel', () => {
  test('walks the layers, the maps and the window by keyboard', async () => {
    const { panel } = await inspect.open(scenes.edges);
    const strip = panel.page.getByRole('listbox', { name: 'Layers' });
    await strip.focus();
    const chosenLayer = () => panel.page.getByRole('option', { selected: true }).innerText();
    await strip.press('Home');
    await expect.poll(chosenLayer).toContain('input_layer');
    await strip.press('ArrowDown');
    await expect.poll(chosenLayer).toContain('conv2d');
    await strip.press('Enter');
    await expect.poll(() => panel.posted()).toContainEqual({ type: 'reveal', path: 'filtered/Conv2D' });
    await panel.page.getByRole('tab', { name: 'feature maps' }).focus();
    const chosenTab = () => panel.page.getByRole('tab', { selected: true }).innerText();
    await panel.page.keyboard.press('ArrowRight');
    await expect.poll(chosenTab).toBe('filters');
    await panel.page.keyboard.press('ArrowRight');
    await expect.poll(chosenTab).toBe('arithmetic');
    // The strongest answer to the bottom Sobel kernel, then a step to the left.
    const formula = () => panel.page.locator('.formula').innerText();
    await expect.poll(formula).toBe('1·1 + 1·2 + 1·1 = 4.0000');
    const output = panel.page.getByRole('slider', { name: /^Output channel 0/ });
    const before = Number(await output.getAttribute('aria-valuenow'));
    await output.focus();
    await output.press('ArrowLeft');
    await expect.poll(() => output.getAttribute('aria-valuenow')).toBe(String(before - 1));
    await panel.page.close();
  });

  test('shows the field of a unit grow layer by layer, against one kernel that sees as far', async () => {
    const { panel } = await inspect.open({ ...scenes.edges, model: 'Stacked' });
    await chooseLayer(panel, 'conv2d_2');
    await chooseTab(panel, 'receptive field');
    const rows = panel.page.locator('.fields tbody tr');
    await expect
      .poll(async () => (await rows.allInnerTexts()).map((row) => row.split('\t').join(' ')))
      .toEqual(['conv2d 3x3 1x1 9', 'conv2d_1 5x5 1x1 18', 'conv2d_2 7x7 1x1 27', 'one 7x7 instead 7x7  49']);
    const map = panel.page.getByRole('slider', { name: 'The input with the receptive field of conv2d_2' });
    const text = () => map.getAttribute('aria-valuetext');
    const before = await text();
    await map.press('ArrowLeft');
    await expect.poll(text).not.toBe(before);
    await panel.page.close();
  });

  test.each([
    ['max_pooling2d', /^max\((.*)\) = /, (all: readonly number[]) => Math.max(...all)],
    ['average_pooling2d', /^mean\((.*)\) = /, (all: readonly number[]) => all.reduce((a, b) => a + b, 0) / all.length],
    ['l2_pool2d', /^√\((.*)\) = /, (all: readonly number[]) => Math.hypot(...all)],
  ])('shows the window of %s and what is taken of it', async (name, shape, taken) => {
    const source =
      'model Net {\n  image = input 8x8x1\n  output a = image -> MaxPool2D(2)\n  output b = image -> AvgPool2D(2)\n  output c = image -> L2Pool2D(2)\n}\n';
    const { panel } = await inspect.open({ ...scenes.network, source });
    await chooseLayer(panel, name);
    await chooseTab(panel, 'pooling');
    const formula = () => panel.page.locator('.formula').innerText();
    await expect.poll(formula).toMatch(shape);
    const terms = (shape.exec(await formula())?.[1] ?? '').split(/[,+]/).map((term) => Number(term.replace('²', '')));
    expect(terms).toHaveLength(4);
    const output = Number((await panel.page.locator('.result .output dd').innerText()).replace('−', '-'));
    expect(output).toBeCloseTo(taken(terms), 1);
    await panel.page.close();
  });

  test('walks a series by keyboard, before and after its kernel', async () => {
    const { panel } = await inspect.open(scenes.smoothing);
    await chooseLayer(panel, 'conv1d');
    await chooseTab(panel, 'series');
    const after = panel.page.getByRole('slider', { name: 'conv1d' });
    const before = Number(await after.getAttribute('aria-valuenow'));
    await after.press('Shift+ArrowRight');
    await expect.poll(() => after.getAttribute('aria-valuenow')).toBe(String(before + 10));
    await expect
      .poll(() => panel.page.locator('.picked').innerText())
      .toMatch(new RegExp(`^conv1d at ${before + 10}: `));
    await panel.page.close();
  });
});
