import { describe, expect, test } from 'vitest';
import { chooseLayer, chooseTab, scenes, useInspectPanel } from '../helpers/panel/inspectPages';

const inspect = useInspectPanel();

describe('filters and feature maps in the inspect panel', () => {
  test('enlarges a map with its exact values, and comes back', async () => {
    const { panel } = await inspect.open(scenes.network);
    await chooseLayer(panel, 'conv2d');
    const grid = panel.page.getByRole('slider', { name: 'conv2d: 8 maps' });
    await grid.focus();
    // Within one frame: the second key knows of the first.
    await grid.evaluate((element) => {
      for (const key of ['ArrowRight', 'Enter'])
        element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    });
    const map = panel.page.getByRole('slider', { name: 'map 1 of conv2d' });
    await expect.poll(() => map.getAttribute('aria-valuetext')).toMatch(/^map 1 · \(\d+, \d+\) · [−\d.]+$/);
    await map.press('Escape');
    await grid.waitFor();
    await expect.poll(() => grid.getAttribute('aria-valuenow')).toBe('1');
    await panel.page.close();
  });

  test('draws the kernel in the colours of its weights, pixel by pixel', async () => {
    const { panel } = await inspect.open(scenes.edges);
    await chooseLayer(panel, 'conv2d');
    await chooseTab(panel, 'filters');
    const kernel = panel.page.getByRole('slider', { name: 'conv2d: 1 filters' }).locator('canvas');
    const colours = (): Promise<readonly (readonly number[])[]> =>
      kernel.evaluate((canvas) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const context = (canvas as HTMLCanvasElement).getContext('2d');
        // Four pixels at the foot are the bar of the norm.
        const at = (row: number): readonly number[] =>
          [
            ...(context?.getImageData(Math.floor(width / 2), Math.floor(((height - 4) * (row + 0.5)) / 3), 1, 1).data ??
              []),
          ].slice(0, 3);
        return [0, 1, 2].map(at);
      });
    // −2 is the theme's blue, 2 its orange, 0 the panel's background.
    await expect.poll(colours).toEqual([
      [0x59, 0xa4, 0xf9],
      [0x1f, 0x1f, 0x1f],
      [0xea, 0x5c, 0x00],
    ]);
    await panel.page.close();
  });

  test('orders the filters by their norms, and walks them in that order', async () => {
    const { panel } = await inspect.open(scenes.network);
    await chooseLayer(panel, 'conv2d_1');
    await chooseTab(panel, 'filters');
    await panel.page.getByLabel('largest first').press('Space');
    const grid = panel.page.getByRole('slider', { name: 'conv2d_1: 16 filters' });
    // The first filter is not the largest: when it has another place, the keys go by the new order.
    await expect.poll(() => grid.getAttribute('aria-valuenow')).not.toBe('0');
    await grid.press('Home');
    const norms: number[] = [];
    for (let place = 0; place < 16; place++) {
      await expect.poll(() => grid.getAttribute('aria-valuenow')).toBe(String(place));
      norms.push(Number(/norm ([\d.]+)/.exec((await grid.getAttribute('aria-valuetext')) ?? '')?.[1]));
      await grid.press('ArrowRight');
    }
    expect(norms).toEqual([...norms].sort((a, b) => b - a));
    expect(new Set(norms).size).toBeGreaterThan(8);
    await panel.page.close();
  });

  test('tells each of the three channels of a filter that is shown as colours', async () => {
    const { panel } = await inspect.open(scenes.network);
    await chooseLayer(panel, 'conv2d');
    await chooseTab(panel, 'filters');
    const { page } = panel;
    const captions = (): Promise<readonly string[]> => page.locator('.kernel figcaption').allInnerTexts();
    await expect.poll(captions).toEqual(['red', 'green', 'blue'].map((name) => `filter 0 over ${name}`));
    await page.locator('.tab summary').press('Enter');
    // A filter, its norm and its bias, and three channels of nine weights.
    await expect.poll(() => page.locator('.tab thead th').count()).toBe(30);
    await page.getByLabel('as colours').press('Space');
    await expect.poll(captions).toEqual(['filter 0 over channel 0']);
    await expect.poll(() => page.locator('.tab thead th').count()).toBe(12);
    const second = page.locator('.tab tbody tr').first().locator('td').nth(2);
    const before = await second.innerText();
    await page.getByLabel('input channel').fill('1');
    await expect.poll(captions).toEqual(['filter 0 over channel 1']);
    expect(await second.innerText()).not.toBe(before);
    await page.close();
  });
});
