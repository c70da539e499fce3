import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { FromGraphPanel, ToGraphPanel } from '../../server/src/protocol/graphMessages';
import './provided';
import { pictureOf } from '../helpers/panel/graphFixture';
import { attackPanel } from '../helpers/panel/attackPanel';
import { panelSamples } from '../helpers/panel/panelSamples';
import { bundlePanel, openPanel, startBrowser, type OpenPanel, type PanelBundle } from '../helpers/panel/openPanel';
import type { ThemeKind } from '../helpers/panel/themes';
import { violations } from '../helpers/panel/violations';
import { programs } from '../helpers/programs';

const kinds: readonly ThemeKind[] = ['dark', 'light', 'hc-black', 'hc-light'];
const resnet = pictureOf(programs.find(({ name }) => name === 'resnet50.nn')?.text ?? '');
const target = { uri: 'file:///w/resnet50.nn', model: 'ResNet50' };
const sent: ToGraphPanel = { type: 'graph', target, picture: resnet, stale: false };
const small = pictureOf('model M {\n  input 8x8x1 -> Conv2D(2, 3) -> Flatten -> Dense(3)\n}\n');

type GraphPage = OpenPanel<ToGraphPanel, FromGraphPanel>;

let browser: Browser;
let bundle: PanelBundle;

beforeAll(async () => {
  bundle = await bundlePanel('graph');
  browser = await startBrowser(inject('browser'));
});

afterAll(() => browser.close());

const open = (kind: ThemeKind = 'dark'): Promise<GraphPage> =>
  openPanel<ToGraphPanel, FromGraphPanel>(browser, bundle, kind, { width: 760, height: 900 });

describe.each(kinds)('the graph panel, %s', (kind) => {
  test('has no serious accessibility finding in any state, and keeps to its policy', async () => {
    const panel = await open(kind);
    await panel.send({ type: 'graph', stale: false });
    await panel.page.locator('.empty').waitFor();
    expect(await violations(panel.page)).toEqual([]);
    await panel.send(sent);
    await panel.page.locator('.canvas').press('ArrowDown');
    await panel.page.locator('[aria-selected="true"]').waitFor();
    expect(await violations(panel.page)).toEqual([]);
    const folder = inject('pictures');
    await panel.page.screenshot({ path: join(folder, `graph-${kind}.png`) });
    const wrong = { ...small.layers[1], problem: 'kernel_size 9 is larger than the image' };
    await panel.send({
      type: 'graph',
      target,
      picture: { ...small, layers: small.layers.map((layer, index) => (index === 1 ? { ...layer, ...wrong } : layer)) },
      stale: true,
      problem: { message: 'kernel_size 9 is larger than the image', start: 1, end: 2 },
    });
    await panel.page.locator('summary').click();
    await panel.page.locator('table').waitFor();
    expect(await violations(panel.page)).toEqual([]);
    await panel.page.screenshot({ path: join(folder, `graph-stale-${kind}.png`) });
    expect(panel.complaints).toEqual([]);
    await panel.page.close();
  });
});

describe('the graph panel', () => {
  test('walks the layers by keyboard, folds, and goes to the source', async () => {
    const panel = await open();
    await panel.send({ ...sent });
    const canvas = panel.page.locator('.canvas');
    const selected = panel.page.locator('[aria-selected="true"]');
    await canvas.press('Home');
    await expect.poll(() => selected.locator('title').textContent()).toMatch(/^input_layer, input, output 224x224x3/);
    for (let layer = 0; layer < 7; layer++) await canvas.press('ArrowDown');
    await expect.poll(() => selected.getAttribute('data-id')).toBe('Stage/Bottleneck');
    await expect.poll(() => canvas.getAttribute('aria-activedescendant')).toBe(await selected.getAttribute('id'));
    await canvas.press('Space');
    await expect.poll(() => selected.getAttribute('aria-expanded')).toBe('true');
    await canvas.press('ArrowRight');
    await canvas.press('Enter');
    await expect
      .poll(() => panel.posted())
      .toEqual([{ type: 'ready' }, { type: 'reveal', id: 'Stage/Bottleneck/main/ConvBN' }]);
    await panel.page.close();
  });

  test('selects by a click and by the cursor in the source, and asks for nothing when the cursor moves', async () => {
    const panel = await open();
    await panel.send({ type: 'graph', target, picture: small, stale: false });
    await panel.page.locator('[data-id="Flatten"]').click();
    await expect.poll(() => panel.posted()).toEqual([{ type: 'ready' }, { type: 'reveal', id: 'Flatten' }]);
    await panel.send({ type: 'cursor', offset: small.layers[1]?.place.start ?? 0 });
    await expect.poll(() => panel.page.locator('.selected').getAttribute('data-id')).toBe('Conv2D');
    await expect.poll(() => panel.posted()).toHaveLength(2);
    await panel.page.close();
  });

  test('keeps zoom and folding while the text changes, and over a reload', async () => {
    const panel = await open();
    await panel.send(sent);
    const canvas = panel.page.locator('.canvas');
    const group = canvas.locator('> g');
    await canvas.press('+');
    await canvas.press('Shift+ArrowDown');
    await canvas.press('Home');
    const saved = (): Promise<unknown> => panel.page.evaluate('window.savedState');
    await expect.poll(saved).toMatchObject({ target, selected: 'input', view: { scale: 1.25 } });
    // The selected box has been brought into view.
    const room = await canvas.boundingBox();
    await expect
      .poll(async () => ((await canvas.locator('[data-id="input"]').boundingBox())?.y ?? 0) - (room?.y ?? 0))
      .toBeGreaterThanOrEqual(0);
    const before = await group.getAttribute('transform');
    await panel.send({ ...sent, stale: true, problem: { message: 'wrong', start: 0, end: 1 } });
    await panel.page.getByText('Earlier text').waitFor();
    expect(await group.getAttribute('transform')).toBe(before);
    await panel.send(sent);
    await panel.page.getByText('Earlier text').waitFor({ state: 'detached' });
    expect(await group.getAttribute('transform')).toBe(before);
    expect(await saved()).toMatchObject({ target, selected: 'input', view: { scale: 1.25 } });
    await panel.page.close();
  });

  test('pans with the pointer, zooms around it, and a drag selects nothing', async () => {
    const panel = await open();
    await panel.send({ type: 'graph', target, picture: small, stale: false });
    const box = panel.page.locator('[data-id="Conv2D"]');
    const before = await box.boundingBox();
    if (before === null) throw new Error('the box is not drawn');
    const middle = { x: before.x + before.width / 2, y: before.y + before.height / 2 };
    await panel.page.mouse.move(middle.x, middle.y);
    await panel.page.mouse.down();
    await panel.page.mouse.move(middle.x + 60, middle.y + 30, { steps: 4 });
    await panel.page.mouse.up();
    await expect.poll(async () => (await box.boundingBox())?.x).toBeCloseTo(before.x + 60, 0);
    await expect.poll(() => panel.posted()).toEqual([{ type: 'ready' }]);
    await panel.page.keyboard.down('Control');
    await panel.page.mouse.wheel(0, -300);
    await panel.page.keyboard.up('Control');
    await expect.poll(async () => ((await box.boundingBox())?.width ?? 0) > before.width * 1.5).toBe(true);
    const after = await box.boundingBox();
    expect((after?.x ?? 0) + (after?.width ?? 0) / 2).toBeCloseTo(middle.x + 60, -1);
    await panel.page.close();
  });

  test('exports what it shows as SVG and as PNG', async () => {
    const panel = await open();
    await panel.send({ type: 'graph', target, picture: small, stale: false });
    await panel.page.getByRole('button', { name: 'SVG' }).click();
    await panel.page.getByRole('button', { name: 'PNG' }).click();
    await expect.poll(async () => (await panel.posted()).length).toBe(3);
    const beginnings: unknown = await panel.page.evaluate(
      'window.posted.slice(1).map(({ format, bytes }) => [format, String.fromCharCode(...bytes.slice(0, 4))])',
    );
    expect(beginnings).toEqual([
      ['svg', '<svg'],
      ['png', '\u0089PNG'],
    ]);
    expect(panel.complaints).toEqual([]);
    await panel.page.close();
  });

  test('tells in the table what the picture shows', async () => {
    const panel = await open();
    await panel.send({ type: 'graph', target, picture: small, stale: false });
    await panel.page.locator('summary').press('Enter');
    await panel.page.locator('table').waitFor();
    await expect
      .poll(() => panel.page.locator('tbody tr').allInnerTexts())
      .toEqual([
        'input_layer\tinput\t\t8x8x1\t0\t0\t',
        'conv2d\tConv2D 2, 3\t\t6x6x2\t20\t648\tinput_layer',
        'flatten\tFlatten\t\t72\t0\t0\tconv2d',
        'dense\tDense 3\t\t3\t219\t216\tflatten',
      ]);
    await panel.page.close();
  });

  test('shows markup in names as text', async () => {
    const panel = await open();
    const name = '<img src=x onerror="document.title=1">';
    const layers = small.layers.map((layer) => ({ ...layer, name, call: name }));
    await panel.send({
      type: 'graph',
      target: { ...target, model: name },
      picture: { ...small, layers },
      stale: false,
    });
    await expect.poll(() => panel.page.locator('h1').innerText()).toBe(name);
    await expect.poll(() => panel.page.locator('.node title').first().textContent()).toContain(name);
    await expect.poll(() => panel.page.locator('img, script:not([nonce])').count()).toBe(0);
    await panel.page.close();
  });

  test('survives hostile messages, runs none, and shows a good one afterwards', async () => {
    const panel = await open();
    expect(await attackPanel(panel, { samples: panelSamples.graph, count: 1000, seed: 11 })).toEqual([]);
    await panel.send(sent);
    await expect.poll(() => panel.page.locator('h1').innerText()).toBe('ResNet50');
    await panel.page.close();
  });
});
