import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { attackPanel } from '../helpers/panel/attackPanel';
import { chooseLayer, chooseTab, scenes, useInspectPanel } from '../helpers/panel/inspectPages';
import { panelSamples } from '../helpers/panel/panelSamples';
import type { ThemeKind } from '../helpers/panel/themes';
import { violations } from '../helpers/panel/violations';
import './provided';

const kinds: readonly ThemeKind[] = ['dark', 'light', 'hc-black', 'hc-light'];
const inspect = useInspectPanel();

describe.each(kinds)('the inspect panel, %s', (theme) => {
  test.each([
    ['edges', [['conv2d', ['feature maps', 'filters', 'arithmetic', 'receptive field']]]],
    [
      'network',
      [
        ['conv2d', ['filters', 'feature maps']],
        ['max_pooling2d', ['pooling']],
        ['dense', ['feature maps']],
      ],
    ],
    ['smoothing', [['conv1d_2', ['series']]]],
  ] as const)('has no serious accessibility finding and keeps to its policy: %s', async (scene, walk) => {
    const { panel } = await inspect.open({ ...scenes[scene], theme });
    for (const [chosen, tabs] of walk) {
      await chooseLayer(panel, chosen);
      for (const name of tabs) {
        await chooseTab(panel, name);
        // The twin stays open from tab to tab.
        const twin = panel.page.locator('.tab details');
        if (name !== 'receptive field') {
          if ((await twin.getAttribute('open')) === null) await twin.locator('summary').click();
          await twin.locator('td').first().waitFor();
        }
        expect(await violations(panel.page), `${chosen}, ${name}`).toEqual([]);
        await panel.page.screenshot({
          path: join(inject('pictures'), `inspect-${scene}-${chosen}-${name.replace(' ', '-')}-${theme}.png`),
        });
      }
    }
    expect(panel.complaints).toEqual([]);
    await panel.page.close();
  });
});

describe('the inspect panel', () => {
  test('keeps the last valid picture over an invalid edit, marked stale', async () => {
    const { panel, model } = await inspect.open(scenes.edges);
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

  test('beside the text, the example follows what is looked at and covers none of it', async () => {
    const { panel } = await inspect.open({ ...scenes.network, size: { width: 640, height: 480 } });
    await chooseLayer(panel, 'conv2d_1');
    for (const name of ['arithmetic', 'filters']) {
      await chooseTab(panel, name);
      const [foot, head] = await Promise.all([
        panel.page.locator('.tab').evaluate((element) => element.lastElementChild?.getBoundingClientRect().bottom),
        panel.page.locator('.side').evaluate((element) => element.getBoundingClientRect().top),
      ]);
      expect(head, name).toBeGreaterThanOrEqual(foot ?? Infinity);
    }
    await panel.page.close();
  });

  test('drops what is no message, and shows markup in names as text', async () => {
    const name = '<img src=x onerror="document.title=1">';
    const { panel, model } = await inspect.open(scenes.edges);
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
    const panel = await inspect.openEmpty();
    for (const sample of panelSamples.inspect) await panel.send(sample);
    expect(panel.complaints).toEqual([]);
    expect(await attackPanel(panel, { samples: panelSamples.inspect, count: 1000, seed: 11 })).toEqual([]);
    const [good] = panelSamples.inspect;
    await panel.send({ ...good, title: 'afterwards' });
    await expect.poll(() => panel.page.locator('h1').innerText()).toBe('afterwards');
    await panel.page.close();
  });
});
