import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createInspectService } from '../../server/src/engine/inspect/inspectService';
import './driver/provided';
import { openScene, type InspectPage, type SceneWish } from '../helpers/panel/inspectScene';
import { attackPanel } from '../helpers/panel/attackPanel';
import { bundlePanel, openPanel, startBrowser, type PanelBundle } from '../helpers/panel/openPanel';
import { panelSamples } from '../helpers/panel/panelSamples';
import type { ThemeKind } from '../helpers/panel/themes';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const kinds: readonly ThemeKind[] = ['dark', 'light', 'hc-black', 'hc-light'];
const samples = join(import.meta.dirname, '../../samples');
const edges: SceneWish = { file: join(samples, 'windows.nn'), model: 'Edges' };
const smoothing: SceneWish = { file: join(samples, 'series.nn'), model: 'Smoothing' };
/** A small network with classes, on the drawn example. */
const network: SceneWish = {
  file: join(samples, 'made-up.nn'),
  model: 'Net',
  source:
    'model Net {\n  input 20x20x3 -> Conv2D(8, 3, activation=relu) -> MaxPool2D(2) -> Conv2D(16, 3) -> Flatten -> Dense(4, activation=softmax)\n}\n',
};

let browser: Browser;
let bundle: PanelBundle;
const service = createInspectService();

beforeAll(async () => {
  bundle = await bundlePanel('inspect');
  const editor = inject('editor');
  browser = await startBrowser(editor.kind === 'browser' ? editor.browser : undefined);
  mkdirSync(join(inject('artifacts'), 'inspect'), { recursive: true });
});

afterAll(() => browser.close());

async function violations({ page }: InspectPage): Promise<readonly string[]> {
  // The page's policy forbids foreign scripts, to the test as well: axe goes in through the debugger.
  await page.evaluate(axe);
  const found: unknown = await page.evaluate(
    'axe.run().then(({ violations }) => violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" | ")))',
  );
  return found as readonly string[];
}

async function layer(panel: InspectPage, name: string): Promise<void> {
  await panel.page.locator('.layer', { has: panel.page.getByText(name, { exact: true }) }).click();
}

describe.each(kinds)('the inspect panel, %s', (theme) => {
  test.each([
    ['edges', edges, 'conv2d', ['feature maps', 'filters', 'arithmetic', 'receptive field']],
    ['network', network, 'conv2d', ['filters', 'feature maps']],
    ['network', network, 'max_pooling2d', ['pooling']],
    ['network', network, 'dense', ['feature maps']],
    ['smoothing', smoothing, 'conv1d_2', ['series']],
  ] as const)(
    'has no serious accessibility finding and keeps to its policy: %s (case %#)',
    async (name, wish, chosen, tabs) => {
      const { panel, settle } = await openScene(browser, bundle, { ...wish, theme }, service);
      await layer(panel, chosen);
      for (const tab of tabs) {
        await panel.page.getByRole('tab', { name: tab }).click();
        await settle();
        await panel.page
          .locator('summary')
          .first()
          .click({ timeout: 2000 })
          .catch(() => undefined);
        await settle();
        expect(await violations(panel), tab).toEqual([]);
        await panel.page.screenshot({
          path: join(inject('artifacts'), 'inspect', `${name}-${chosen}-${tab.replace(' ', '-')}-${theme}.png`),
        });
      }
      expect(panel.complaints).toEqual([]);
      await panel.page.close();
    },
  );
});

/** What a busy machine may take to draw again. */
const patience = { timeout: 20_000 };

describe('the inspect panel', () => {
  test('walks the layers, the maps and the window by keyboard', async () => {
    const { panel, settle } = await openScene(browser, bundle, edges, service);
    const strip = panel.page.getByRole('listbox', { name: 'Layers' });
    await strip.focus();
    const chosenLayer = () => panel.page.getByRole('option', { selected: true }).innerText();
    await strip.press('Home');
    await expect.poll(chosenLayer, patience).toContain('input_layer');
    await strip.press('ArrowDown');
    await expect.poll(chosenLayer, patience).toContain('conv2d');
    await strip.press('Enter');
    expect((await panel.posted()).at(-1)).toEqual({ type: 'reveal', path: 'filtered/Conv2D' });
    await panel.page.getByRole('tab', { name: 'feature maps' }).focus();
    const chosenTab = async () => {
      await settle();
      return panel.page.getByRole('tab', { selected: true }).innerText();
    };
    await panel.page.keyboard.press('ArrowRight');
    await expect.poll(chosenTab, patience).toBe('filters');
    await panel.page.keyboard.press('ArrowRight');
    await expect.poll(chosenTab, patience).toBe('arithmetic');
    // The strongest answer to the bottom Sobel kernel, then a step to the left.
    const formula = async () => {
      await settle();
      return (await panel.page.locator('.formula').allInnerTexts()).join();
    };
    await expect.poll(formula, patience).toBe('1·1 + 1·2 + 1·1 = 4.0000');
    const output = panel.page.getByRole('slider', { name: /^Output channel 0/ });
    const before = Number(await output.getAttribute('aria-valuenow'));
    await output.focus();
    await output.press('ArrowLeft');
    const column = async () => {
      await settle();
      return output.getAttribute('aria-valuenow');
    };
    await expect.poll(column, patience).toBe(String(before - 1));
    await panel.page.close();
  });

  test('enlarges a map with its exact values, and comes back', async () => {
    const { panel, settle } = await openScene(browser, bundle, network, service);
    await layer(panel, 'conv2d');
    await settle();
    const grid = panel.page.getByRole('slider', { name: 'conv2d: 8 maps' });
    await grid.focus();
    await grid.press('ArrowRight');
    await grid.press('Enter');
    await settle();
    const map = panel.page.getByRole('slider', { name: 'map 1 of conv2d' });
    expect(await map.getAttribute('aria-valuetext')).toMatch(/^map 1 · \(\d+, \d+\) · [−\d.]+$/);
    await map.press('Escape');
    await grid.waitFor();
    expect(await grid.getAttribute('aria-valuenow')).toBe('1');
    await panel.page.close();
  });

  test('draws the kernel in the colours of its weights, pixel by pixel', async () => {
    const { panel, settle } = await openScene(browser, bundle, edges, service);
    await layer(panel, 'conv2d');
    await panel.page.getByRole('tab', { name: 'filters' }).click();
    await settle();
    // −2 is the theme's blue, 2 its orange, 0 the panel's background.
    const colours = await panel.page.locator('.atlas canvas').evaluate((canvas) => {
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
    expect(colours[0]).toEqual([0x59, 0xa4, 0xf9]);
    expect(colours[2]).toEqual([0xd1, 0x86, 0x16]);
    expect(colours[1]).toEqual([0x1f, 0x1f, 0x1f]);
    await panel.page.close();
  });

  test('takes an own image, resizes it as the data are, and shows what the model says of it', async () => {
    const { panel, settle } = await openScene(browser, bundle, network, service);
    await panel.page
      .getByLabel('Own image')
      .setInputFiles({ name: 'red.png', mimeType: 'image/png', buffer: redPng() });
    await panel.page.getByText('red.png').waitFor();
    await settle();
    await settle();
    const asked = (await panel.posted()).findLast(
      (message) => message.type === 'ask' && message.question.kind === 'scores',
    );
    expect(asked).toMatchObject({
      question: { example: { kind: 'image', image: { name: 'red.png', width: 1, height: 1, invert: false } } },
    });
    expect(await panel.page.locator('.scores tr').count()).toBe(4);
    const saved = await panel.page.evaluate(
      () => (window as unknown as { savedState: { image?: { name?: string } } }).savedState,
    );
    expect(saved.image?.name).toBe('red.png');
    await panel.page.close();
  });

  test('keeps the last valid picture over an invalid edit, marked stale', async () => {
    const { panel, model, settle } = await openScene(browser, bundle, edges, service);
    const error = {
      code: 'nn/shape',
      message: 'Conv2D does not fit',
      cause: 'The model has an error in its text.',
      nextStep: 'Correct it.',
    };
    await panel.send({
      type: 'model',
      target: { uri: 'file:///w/windows.nn', model: 'Edges' },
      title: 'Edges',
      error,
      revision: 1,
      runs: [],
    });
    expect(await panel.page.getByRole('status').innerText()).toContain('Stale: Conv2D does not fit');
    expect(await panel.page.locator('.layer').count()).toBe(4);
    await panel.send({
      type: 'model',
      target: { uri: 'file:///w/windows.nn', model: 'Edges' },
      title: 'Edges',
      model,
      revision: 2,
      runs: [],
    });
    await settle();
    expect(await panel.page.locator('.stale').count()).toBe(0);
    await panel.page.close();
  });

  test('follows the epochs of a run at the end of its slider, and stays where it was put', async () => {
    const run = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
    const { panel } = await openScene(browser, bundle, network, service);
    const shown = async (): Promise<unknown> => {
      const asked = (await panel.posted()).findLast(
        (message) => message.type === 'ask' && 'weights' in message.question,
      );
      return asked?.type === 'ask' && 'weights' in asked.question ? asked.question.weights : undefined;
    };
    expect(await shown()).toEqual({ kind: 'initial' });
    await panel.send({ type: 'runs', runs: [{ run, train: 'Net', epochs: [1, 2] }] });
    expect(await shown()).toEqual({ kind: 'epoch', run, epoch: 2 });
    await panel.send({ type: 'runs', runs: [{ run, train: 'Net', epochs: [1, 2, 3] }] });
    expect(await shown()).toEqual({ kind: 'epoch', run, epoch: 3 });
    const slider = panel.page.getByRole('slider', { name: 'epoch' });
    await slider.press('ArrowLeft');
    await panel.send({ type: 'runs', runs: [{ run, train: 'Net', epochs: [1, 2, 3, 4] }] });
    expect(await slider.getAttribute('aria-valuetext')).toBe('epoch 2');
    // Nothing was asked of an epoch that nobody looks at.
    expect(await shown()).toEqual({ kind: 'epoch', run, epoch: 3 });
    await panel.page.close();
  });

  test('drops what is no message, and shows markup in names as text', async () => {
    const name = '<img src=x onerror="document.title=1">';
    const { panel, model } = await openScene(browser, bundle, edges, service);
    const hostile: readonly unknown[] = [
      null,
      {
        type: 'answer',
        id: 1,
        answer: { kind: 'features', path: 'a', height: 1e9, width: 1e9, count: 1, values: new Uint8Array(1) },
      },
      { type: 'model', target: { uri: 1 } },
      { type: 'select', path: '__proto__' },
      { type: 'answer', id: -1, answer: { kind: 'thumbnail' } },
    ];
    for (const message of hostile)
      await panel.page.evaluate(
        (sent) => void window.dispatchEvent(new MessageEvent('message', { data: sent })),
        message,
      );
    await panel.send({
      type: 'model',
      target: { uri: 'file:///w/a.nn', model: name },
      title: name,
      model: { ...model, layers: model.layers.map((each) => ({ ...each, name })) },
      revision: 5,
      runs: [],
    });
    expect(await panel.page.locator('h1').innerText()).toBe(name);
    expect(await panel.page.title()).toBe('Training');
    expect(await panel.page.locator('img').count()).toBe(0);
    expect(panel.complaints).toEqual([]);
    await panel.page.close();
  });

  test('survives hostile messages', async () => {
    const panel = await openPanel<object, unknown>(browser, bundle, 'dark');
    for (const sample of panelSamples.inspect) await panel.send(sample);
    expect(panel.complaints).toEqual([]);
    expect(await attackPanel(panel, { samples: panelSamples.inspect, count: 1000, seed: 11 })).toEqual([]);
    const [good] = panelSamples.inspect;
    await panel.send({ ...good, title: 'afterwards' });
    expect(await panel.page.locator('h1').innerText()).toBe('afterwards');
    await panel.page.close();
  });
});

/** One red pixel. */
function redPng(): Buffer {
  return Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
    'base64',
  );
}
