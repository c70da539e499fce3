import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createDataService } from '../../server/src/engine/dataview/dataService';
import './provided';
import { temporaryFolder } from '../engine/helpers/temporaryFolder';
import { attackPanel } from '../helpers/panel/attackPanel';
import { openDataScene, type DataWish } from '../helpers/panel/dataScene';
import { bundlePanel, openPanel, startBrowser, type PanelBundle } from '../helpers/panel/openPanel';
import { panelSamples } from '../helpers/panel/panelSamples';
import type { ThemeKind } from '../helpers/panel/themes';
import { violations } from '../helpers/panel/violations';

const kinds: readonly ThemeKind[] = ['dark', 'light', 'hc-black', 'hc-light'];
const samples = join(import.meta.dirname, '../../samples');
const file = join(samples, 'made-up.nn');
const digits: DataWish = {
  file,
  data: 'digits',
  source: 'data digits = mnist -> RandomTranslation(0.2, 0.2) -> RandomRotation(0.1) -> Rescaling(1/255)\n',
};
const photos: DataWish = { file: join(samples, 'features.nn'), data: 'photos' };
const series: DataWish = {
  file,
  data: 'co2',
  source: 'data co2 = csv("data/co2-weekly.csv", column=co2, gaps=interpolate, test=0.2) -> Window(520, horizon=104)\n',
};
const absent: DataWish = {
  file,
  data: 'cifar',
  source: 'data cifar = cifar10 -> Rescaling(1/255)\n',
  dataFolders: { cifar10: join(samples, 'no-such-folder') },
};

let browser: Browser;
let bundle: PanelBundle;
const service = createDataService();

beforeAll(async () => {
  bundle = await bundlePanel('data');
  browser = await startBrowser(inject('browser'));
});

afterAll(() => browser.close());

describe.each(kinds)('the data panel, %s', (theme) => {
  test('has no serious accessibility finding in any view, and keeps to its policy', async () => {
    const picture = (name: string): { readonly path: string } => ({
      path: join(inject('pictures'), `data-${name}-${theme}.png`),
    });
    const { panel } = await openDataScene(browser, bundle, { ...digits, theme }, service);
    await panel.page.getByRole('option').nth(24).waitFor();
    await panel.page.locator('.chosen canvas').waitFor();
    expect(await violations(panel.page)).toEqual([]);
    await panel.page.screenshot(picture('images'));
    await panel.page.getByRole('tab', { name: 'steps' }).click();
    await expect.poll(() => panel.page.locator('.stages canvas').count()).toBe(4);
    await panel.page.locator('summary').click();
    await panel.page.locator('td').first().waitFor();
    expect(await violations(panel.page)).toEqual([]);
    await panel.page.screenshot(picture('steps'));
    expect(panel.complaints).toEqual([]);
    await panel.page.close();
    const { panel: plot } = await openDataScene(browser, bundle, { ...series, theme }, service);
    await plot.page.locator('.band').nth(1).waitFor();
    expect(await violations(plot.page)).toEqual([]);
    await expect
      .poll(() => plot.page.locator('.series-plot .border text').allTextContents())
      .toEqual(['train', 'test']);
    await plot.page.screenshot(picture('series'));
    expect(plot.complaints).toEqual([]);
    await plot.page.close();
  });
});

describe('the data panel', () => {
  test('shows the photographs, and what each step makes of them', async () => {
    const { panel } = await openDataScene(browser, bundle, photos, service);
    await expect.poll(() => panel.page.getByRole('option').count()).toBe(2);
    const facts = panel.page.locator('.picked');
    await expect.poll(() => facts.innerText()).toMatch(/^0–1 of 2 · values 0 … (1|0\.\d+)/);
    await panel.page.screenshot({ path: join(inject('pictures'), 'data-photographs.png') });
    await expect.poll(() => panel.page.locator('.chosen figcaption').innerText()).toContain('70x120');
    await panel.page.getByRole('checkbox', { name: /CenterCrop/ }).uncheck();
    await expect.poll(() => panel.page.locator('.chosen figcaption').innerText()).toContain('427x640');
    await panel.page.getByRole('checkbox', { name: /Rescaling/ }).uncheck();
    await expect.poll(() => facts.innerText()).toMatch(/^0–1 of 2 · values 0 … 255/);
    await panel.page.close();
  });

  test('walks the grid by keyboard, turns pages, and changes the part', async () => {
    const { panel } = await openDataScene(browser, bundle, digits, service);
    const grid = panel.page.getByRole('listbox', { name: 'Examples' });
    await grid.waitFor();
    const chosen = (): Promise<string | null> =>
      panel.page.getByRole('option', { selected: true }).getAttribute('aria-label');
    // The first digits of MNIST are known to everyone who has used it.
    await expect.poll(chosen).toBe('5, example 0');
    await grid.press('ArrowRight');
    await expect.poll(chosen).toBe('0, example 1');
    await grid.press('ArrowDown');
    await expect.poll(chosen).toMatch(/example 6$/);
    await grid.press('PageDown');
    await expect.poll(chosen).toMatch(/example 31$/);
    await expect.poll(() => panel.page.locator('.picked').innerText()).toMatch(/^25–49 of 60,000/);
    await grid.press('Home');
    await expect.poll(chosen).toBe('5, example 0');
    await panel.page.getByRole('button', { name: /^test/ }).click();
    await expect.poll(chosen).toBe('7, example 0');
    await expect.poll(() => panel.page.locator('.balance td').first().innerText()).toBe('980');
    await panel.page.getByRole('tab', { name: 'images' }).focus();
    await panel.page.keyboard.press('ArrowRight');
    await expect.poll(() => panel.page.getByRole('tab', { selected: true }).innerText()).toBe('steps');
    await panel.page.close();
  });

  test('draws the same again, and others at the press of a button', async () => {
    const { panel } = await openDataScene(browser, bundle, { ...digits, theme: 'hc-black' }, service);
    await panel.page.getByRole('tab', { name: 'augmentation' }).click();
    const picture = (name: string): Promise<string> =>
      panel.page
        .getByRole('img', { name, exact: true })
        .evaluate((canvas) => (canvas instanceof HTMLCanvasElement ? canvas.toDataURL() : ''));
    const first = await picture('Draw 0');
    await panel.page.screenshot({ path: join(inject('pictures'), 'data-augmentation-hc-black.png') });
    expect(await violations(panel.page)).toEqual([]);
    expect(await picture('Draw 1')).not.toBe(first);
    await panel.page.getByRole('button', { name: 'New draws' }).click();
    await panel.page.getByRole('img', { name: 'Draw 15', exact: true }).waitFor();
    await panel.page.getByRole('button', { name: 'First draws' }).click();
    await expect.poll(() => picture('Draw 0')).toBe(first);
    await panel.page.close();
  });

  test('keeps the last valid picture over an invalid edit, marked stale, and what was chosen over a reload', async () => {
    const { panel, target } = await openDataScene(browser, bundle, digits, service);
    const grid = panel.page.getByRole('listbox', { name: 'Examples' });
    await grid.press('End');
    const error = { code: 'nn', message: 'unknown source minst', cause: 'None.', nextStep: 'Correct it.' };
    await panel.send({ type: 'data', target, title: 'digits', error, revision: 1 });
    await panel.page.getByText('Earlier text: unknown source minst').waitFor();
    await expect.poll(() => panel.page.getByRole('option').count()).toBe(25);
    await expect
      .poll(() => panel.page.evaluate('window.savedState'))
      .toMatchObject({ target, index: 59_999, tab: 'images', split: 'train' });
    await panel.page.close();
  });

  test('tells the columns of a table with their gaps and their statistics', async () => {
    const { panel } = await openDataScene(browser, bundle, series, service);
    await panel.page.getByRole('tab', { name: 'columns' }).click();
    const row = panel.page.getByRole('row', { name: /^co2/ });
    await expect
      .poll(() => row.getByRole('cell').allInnerTexts())
      .toEqual(['number', '59', '313', '340.14', '373.90', '316.1, 317.3, 317.6, 317.5, 316.4']);
    expect(await violations(panel.page)).toEqual([]);
    await panel.page.screenshot({ path: join(inject('pictures'), 'data-columns-dark.png') });
    await panel.page.close();
  });

  test('a column of texts has no statistics', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'homes.csv'), 'rooms,town,kind\n3,Ulm,house\n5,Bonn,flat\n');
    const homes = {
      file: join(folder, 'homes.nn'),
      data: 'homes',
      source: 'data homes = csv("homes.csv", label=kind)\n',
    };
    const { panel } = await openDataScene(browser, bundle, homes, service);
    const cells = (name: string): Promise<readonly string[]> =>
      panel.page
        .getByRole('row', { name: new RegExp(`^${name}`) })
        .getByRole('cell')
        .allInnerTexts();
    await expect.poll(() => cells('town')).toEqual(['text', '0', '', '', '', 'Ulm, Bonn']);
    expect(await cells('kind')).toEqual(['class', '0', '', '', '', 'house, flat']);
    await panel.page.close();
  });

  test('tells in place what is missing', async () => {
    const { panel } = await openDataScene(browser, bundle, absent, service);
    const notice = panel.page.getByRole('region', { name: 'No picture' });
    await expect.poll(() => notice.innerText()).toMatch(/missing in .*no-such-folder[^]*Put the file there/);
    await expect.poll(() => notice.getByRole('button').allInnerTexts()).toEqual(['Try again']);
    await panel.page.close();
  });

  test('downloads on request, with progress and an end to it', async () => {
    const panel = await openPanel(browser, bundle, 'dark');
    const [sent] = panelSamples.data;
    await panel.send(sent as never);
    const error = { code: 'data/absent', message: 'mnist is not on this machine yet', cause: 'It.', nextStep: 'Do.' };
    await panel.send({ type: 'failed', id: 1, error } as never);
    await panel.page.getByRole('button', { name: 'Download' }).click();
    await expect.poll(() => panel.posted()).toContainEqual({ type: 'ask', id: 1_000_000, question: { kind: 'fetch' } });
    const progress = { message: 'Downloading train-images', done: 2_000_000, total: 8_000_000, unit: 'bytes' };
    await panel.send({ type: 'progress', id: 1_000_000, progress } as never);
    await expect
      .poll(() => panel.page.getByRole('region', { name: 'Download' }).innerText())
      .toContain('2.0 of 8.0 MB');
    await expect.poll(() => panel.page.getByRole('progressbar').getAttribute('value')).toBe('0.25');
    expect(await violations(panel.page)).toEqual([]);
    await panel.page.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => panel.posted()).toContainEqual({ type: 'cancel', id: 1_000_000 });
    await panel.page.close();
  });

  test('survives hostile messages, runs none, and shows a good one afterwards', async () => {
    const panel = await openPanel(browser, bundle, 'dark');
    expect(await attackPanel(panel, { samples: panelSamples.data, count: 1000, seed: 12 })).toEqual([]);
    await panel.send(panelSamples.data[0] as never);
    await expect.poll(() => panel.page.locator('h1').innerText()).toBe('digits');
    await panel.page.close();
  });
});
