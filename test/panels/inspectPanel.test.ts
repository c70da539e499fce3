import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createInspectService } from '../../server/src/engine/inspect/inspectService';
import { runFiles } from '../../server/src/engine/runs/runFolder';
import { writeSnapshot } from '../../server/src/engine/runs/snapshotStore';
import './provided';
import { openScene, type InspectPage, type SceneWish } from '../helpers/panel/inspectScene';
import { attackPanel } from '../helpers/panel/attackPanel';
import { bundlePanel, openPanel, startBrowser, type PanelBundle } from '../helpers/panel/openPanel';
import { panelSamples } from '../helpers/panel/panelSamples';
import type { ThemeKind } from '../helpers/panel/themes';
import { violations } from '../helpers/panel/violations';

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
  browser = await startBrowser(inject('browser'));
});

afterAll(() => browser.close());

async function layer({ page }: InspectPage, name: string): Promise<void> {
  await page.locator('.layer', { has: page.getByText(name, { exact: true }) }).click();
  await expect.poll(() => page.getByRole('option', { selected: true }).innerText()).toContain(name);
}

/** Chooses a tab and waits for what it shows: a drawing, and no word that it is still computed. */
async function tab({ page }: InspectPage, name: string): Promise<void> {
  await page.getByRole('tab', { name }).click();
  const content = page.getByRole('tabpanel', { name });
  await content.locator('canvas, svg').first().waitFor();
  await expect.poll(() => page.getByText(/^Computing/).count()).toBe(0);
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
    async (scene, wish, chosen, tabs) => {
      const { panel } = await openScene(browser, bundle, { ...wish, theme }, service);
      await layer(panel, chosen);
      for (const name of tabs) {
        await tab(panel, name);
        // The twin stays open from tab to tab.
        const twin = panel.page.locator('.tab details');
        if (name !== 'receptive field') {
          if ((await twin.getAttribute('open')) === null) await twin.locator('summary').click();
          await twin.locator('td').first().waitFor();
        }
        expect(await violations(panel.page), name).toEqual([]);
        await panel.page.screenshot({
          path: join(inject('pictures'), `inspect-${scene}-${chosen}-${name.replace(' ', '-')}-${theme}.png`),
        });
      }
      expect(panel.complaints).toEqual([]);
      await panel.page.close();
    },
  );
});

describe('the inspect panel', () => {
  test('walks the layers, the maps and the window by keyboard', async () => {
    const { panel } = await openScene(browser, bundle, edges, service);
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

  test('enlarges a map with its exact values, and comes back', async () => {
    const { panel } = await openScene(browser, bundle, network, service);
    await layer(panel, 'conv2d');
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
    const { panel } = await openScene(browser, bundle, edges, service);
    await layer(panel, 'conv2d');
    await tab(panel, 'filters');
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

  test('shows the field of a unit grow layer by layer, against one kernel that sees as far', async () => {
    const { panel } = await openScene(browser, bundle, { ...edges, model: 'Stacked' }, service);
    await layer(panel, 'conv2d_2');
    await tab(panel, 'receptive field');
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

  test('orders the filters by their norms, and walks them in that order', async () => {
    const { panel } = await openScene(browser, bundle, network, service);
    await layer(panel, 'conv2d_1');
    await tab(panel, 'filters');
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

  test.each([
    ['max_pooling2d', /^max\((.*)\) = /, (all: readonly number[]) => Math.max(...all)],
    ['average_pooling2d', /^mean\((.*)\) = /, (all: readonly number[]) => all.reduce((a, b) => a + b, 0) / all.length],
    ['l2_pool2d', /^√\((.*)\) = /, (all: readonly number[]) => Math.hypot(...all)],
  ])('shows the window of %s and what is taken of it', async (name, shape, taken) => {
    const source =
      'model Net {\n  image = input 8x8x1\n  output a = image -> MaxPool2D(2)\n  output b = image -> AvgPool2D(2)\n  output c = image -> L2Pool2D(2)\n}\n';
    const { panel } = await openScene(browser, bundle, { ...network, source }, service);
    await layer(panel, name);
    await tab(panel, 'pooling');
    const formula = () => panel.page.locator('.formula').innerText();
    await expect.poll(formula).toMatch(shape);
    const terms = (shape.exec(await formula())?.[1] ?? '').split(/[,+]/).map((term) => Number(term.replace('²', '')));
    expect(terms).toHaveLength(4);
    const output = Number((await panel.page.locator('.result .output dd').innerText()).replace('−', '-'));
    expect(output).toBeCloseTo(taken(terms), 1);
    await panel.page.close();
  });

  test('walks a series by keyboard, before and after its kernel', async () => {
    const { panel } = await openScene(browser, bundle, smoothing, service);
    await layer(panel, 'conv1d');
    await tab(panel, 'series');
    const after = panel.page.getByRole('slider', { name: 'conv1d' });
    const before = Number(await after.getAttribute('aria-valuenow'));
    await after.press('Shift+ArrowRight');
    await expect.poll(() => after.getAttribute('aria-valuenow')).toBe(String(before + 10));
    await expect
      .poll(() => panel.page.locator('.picked').innerText())
      .toMatch(new RegExp(`^conv1d at ${before + 10}: `));
    await panel.page.close();
  });

  test('tells each of the three channels of a filter that is shown as colours', async () => {
    const { panel } = await openScene(browser, bundle, network, service);
    await layer(panel, 'conv2d');
    await tab(panel, 'filters');
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

  test('takes an own image, resizes it as the data are, and shows what the model says of it', async () => {
    const { panel } = await openScene(browser, bundle, network, service);
    await panel.page
      .getByLabel('Own image')
      .setInputFiles({ name: 'red.png', mimeType: 'image/png', buffer: redPng() });
    await panel.page.getByText('red.png').waitFor();
    const askedScores = async (): Promise<unknown> =>
      (await panel.posted()).findLast((message) => message.type === 'ask' && message.question.kind === 'scores');
    await expect.poll(askedScores).toMatchObject({
      question: { example: { kind: 'image', image: { name: 'red.png', width: 1, height: 1, invert: false } } },
    });
    await expect.poll(() => panel.page.locator('.scores tr').count()).toBe(4);
    await expect.poll(() => panel.page.evaluate('window.savedState.image.name')).toBe('red.png');
    await panel.page.close();
  });

  test('takes an image that is pasted or dropped, and leads back to the data', async () => {
    const { panel } = await openScene(browser, bundle, network, service);
    const { page } = panel;
    const bring = (type: 'paste' | 'drop', name: string): Promise<void> =>
      page.evaluate(
        ([event, file, base64]) => {
          const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
          const data = new DataTransfer();
          data.items.add(new File([bytes], file, { type: 'image/png' }));
          const target = document.querySelector('.inspect');
          target?.dispatchEvent(
            event === 'paste'
              ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true })
              : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }),
          );
        },
        [type, name, redPng().toString('base64')] as const,
      );
    await bring('paste', 'pasted.png');
    await page.getByText('pasted.png').waitFor();
    await page.getByLabel('invert').press('Space');
    await expect.poll(() => page.evaluate('window.savedState.image.invert')).toBe(true);
    await bring('drop', 'dropped.png');
    await page.getByText('dropped.png').waitFor();
    await page.getByRole('button', { name: 'back to the data' }).press('Enter');
    await expect.poll(() => page.locator('.own-name').count()).toBe(0);
    await page.close();
  });

  test('keeps the last valid picture over an invalid edit, marked stale', async () => {
    const { panel, model } = await openScene(browser, bundle, edges, service);
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
    await expect.poll(() => panel.page.locator('.stale').first().innerText()).toContain('Stale: Conv2D does not fit');
    await expect.poll(() => panel.page.locator('.layer').count()).toBe(4);
    await panel.send({
      type: 'model',
      target: { uri: 'file:///w/windows.nn', model: 'Edges' },
      title: 'Edges',
      model,
      revision: 2,
      runs: [],
    });
    await expect.poll(() => panel.page.locator('.stale').count()).toBe(0);
    await panel.page.close();
  });

  test('says which layers a run has no weights for, now that the text has changed', async () => {
    const runsFolder = await mkdtemp(join(tmpdir(), 'shapewright-panels-'));
    const run = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
    const kernel = { dtype: 'float32', shape: [3, 3, 3, 4], data: new Float32Array(108) } as const;
    await writeSnapshot(runFiles(join(runsFolder, run)).snapshots, 1, new Map([['Conv2D/kernel', kernel]]));
    const runs = [{ run, train: 'Net', epochs: [1] }];
    const { panel } = await openScene(browser, bundle, { ...network, runsFolder, runs }, service);
    const warning = panel.page.locator('.warning');
    await expect.poll(() => warning.allInnerTexts()).toEqual([expect.stringContaining('conv2d, conv2d_1 and dense')]);
    await panel.page.getByRole('slider', { name: 'epoch' }).press('ArrowLeft');
    await expect.poll(() => warning.count()).toBe(0);
    await panel.page.close();
    await rm(runsFolder, { recursive: true, force: true });
  });

  test('beside the text, the example follows what is looked at and covers none of it', async () => {
    const { panel } = await openScene(browser, bundle, { ...network, size: { width: 640, height: 480 } }, service);
    await layer(panel, 'conv2d_1');
    for (const name of ['arithmetic', 'filters']) {
      await tab(panel, name);
      const [foot, head] = await Promise.all([
        panel.page.locator('.tab').evaluate((element) => element.lastElementChild?.getBoundingClientRect().bottom),
        panel.page.locator('.side').evaluate((element) => element.getBoundingClientRect().top),
      ]);
      expect(head, name).toBeGreaterThanOrEqual(foot ?? Infinity);
    }
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
    await expect.poll(shown).toEqual({ kind: 'initial' });
    await panel.send({ type: 'runs', runs: [{ run, train: 'Net', epochs: [1, 2] }] });
    await expect.poll(shown).toEqual({ kind: 'epoch', run, epoch: 2 });
    await panel.send({ type: 'runs', runs: [{ run, train: 'Net', epochs: [1, 2, 3] }] });
    await expect.poll(shown).toEqual({ kind: 'epoch', run, epoch: 3 });
    const slider = panel.page.getByRole('slider', { name: 'epoch' });
    await slider.press('ArrowLeft');
    await panel.send({ type: 'runs', runs: [{ run, train: 'Net', epochs: [1, 2, 3, 4] }] });
    await expect.poll(() => slider.getAttribute('aria-valuetext')).toBe('epoch 2');
    // Nothing was asked of an epoch that nobody looks at; what is known of the one looked at need not be asked again.
    const asked = (await panel.posted()).flatMap((message) =>
      message.type === 'ask' && 'weights' in message.question ? [JSON.stringify(message.question.weights)] : [],
    );
    expect(asked).toContain(JSON.stringify({ kind: 'epoch', run, epoch: 3 }));
    expect(asked).not.toContain(JSON.stringify({ kind: 'epoch', run, epoch: 4 }));
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
    await expect.poll(() => panel.page.locator('h1').innerText()).toBe(name);
    await expect.poll(() => panel.page.title()).toBe('Training');
    await expect.poll(() => panel.page.locator('img').count()).toBe(0);
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
    await expect.poll(() => panel.page.locator('h1').innerText()).toBe('afterwards');
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
