import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { createInspectService } from '../../../server/src/engine/inspect/inspectService';
import '../../panels/provided';
import { openScene, type InspectPage, type InspectScene, type SceneWish } from './inspectScene';
import { bundlePanel, openPanel, startBrowser, type OpenPanel, type PanelBundle } from './openPanel';

const samples = join(import.meta.dirname, '../../../samples');

/** What the inspect panel's tests look at. */
export const scenes = {
  edges: { file: join(samples, 'windows.nn'), model: 'Edges' },
  smoothing: { file: join(samples, 'series.nn'), model: 'Smoothing' },
  /** A small network with classes, on the drawn example. */
  network: {
    file: join(samples, 'made-up.nn'),
    model: 'Net',
    source:
      'model Net {\n  input 20x20x3 -> Conv2D(8, 3, activation=relu) -> MaxPool2D(2) -> Conv2D(16, 3) -> Flatten -> Dense(4, activation=softmax)\n}\n',
  },
} as const satisfies { readonly [name: string]: SceneWish };

export interface InspectPages {
  /** A panel with a model, its questions answered by the real service. */
  readonly open: (wish: SceneWish) => Promise<InspectScene>;
  /** A panel that nothing was sent to yet. */
  readonly openEmpty: () => Promise<OpenPanel<object, unknown>>;
}

/** A browser and the panel's bundle for the tests of one file: ready before the first and closed after the last. */
export function useInspectPanel(): InspectPages {
  const service = createInspectService();
  let browser: Browser;
  let bundle: PanelBundle;
  beforeAll(async () => {
    [bundle, browser] = await Promise.all([bundlePanel('inspect'), startBrowser(inject('browser'))]);
  });
  afterAll(() => browser.close());
  return {
    open: (wish) => openScene(browser, bundle, wish, service),
    openEmpty: () => openPanel(browser, bundle, 'dark'),
  };
}

export async function chooseLayer({ page }: InspectPage, name: string): Promise<void> {
  await page.locator('.layer', { has: page.getByText(name, { exact: true }) }).click();
  await expect.poll(() => page.getByRole('option', { selected: true }).innerText()).toContain(name);
}

/** Chooses a tab and waits for what it shows: a drawing, and no word that it is still computed. */
export async function chooseTab({ page }: InspectPage, name: string): Promise<void> {
  await page.getByRole('tab', { name }).click();
  const content = page.getByRole('tabpanel', { name });
  await content.locator('canvas, svg').first().waitFor();
  await expect.poll(() => page.getByText(/^Computing/).count()).toBe(0);
}
