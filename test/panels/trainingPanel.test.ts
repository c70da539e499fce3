import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { RunError, RunEvent } from '../../server/src/protocol/runEvents';
import './provided';
import { bundlePanel, openPanel, startBrowser, type PanelBundle } from '../helpers/panel/openPanel';
import { attackPanel } from '../helpers/panel/attackPanel';
import { panelSamples } from '../helpers/panel/panelSamples';
import { cellFixture, confusionFixture, runRows } from '../helpers/panel/runsFixture';
import { runFixture } from '../helpers/panel/runFixture';
import { themeVariables, type ThemeKind } from '../helpers/panel/themes';
import { violations } from '../helpers/panel/violations';

const kinds: readonly ThemeKind[] = ['dark', 'light', 'hc-black', 'hc-light'];
const title = 'Digits · fast';
const target = { uri: 'file:///w/mnist.nn', train: 'fast' };
const partial = runFixture({ epochs: 5, steps: 938, until: 2288 });
const stopped: readonly RunEvent[] = [
  ...partial,
  {
    event: 'end',
    reason: 'stopped',
    sequence: partial.length + 1,
    attempt: 1,
    time: (partial[0]?.time ?? 0) + 3_754_000,
  },
];
const killed: RunError = {
  code: 'engine/killed',
  message: 'The engine was killed at step 2,288.',
  cause: 'The system ended the process.',
  nextStep: 'Train again.',
};

let browser: Browser;
let bundle: PanelBundle;

beforeAll(async () => {
  bundle = await bundlePanel('training');
  browser = await startBrowser(inject('browser'));
});

afterAll(() => browser.close());

describe.each(kinds)('the training panel, %s', (kind) => {
  test('has no serious accessibility finding in any state, and keeps to its policy', async () => {
    const panel = await openPanel(browser, bundle, kind);
    await panel.send({ type: 'snapshot', title: '', state: 'idle', events: [] });
    await panel.page.locator('.empty').waitFor();
    expect(await violations(panel.page)).toEqual([]);
    await panel.send({ type: 'snapshot', title, target, state: 'training', events: partial });
    await panel.page.locator('.line-label').nth(3).waitFor();
    expect(await violations(panel.page)).toEqual([]);
    await panel.send({ type: 'append', state: 'failed', error: killed, events: [] });
    await panel.page.getByRole('region', { name: 'The training failed' }).waitFor();
    expect(await violations(panel.page)).toEqual([]);
    await panel.send({
      type: 'snapshot',
      title,
      target,
      state: 'completed',
      events: runFixture({ epochs: 5, steps: 938, until: Infinity, complete: true }),
    });
    await panel.send({ type: 'runs', runs: runRows });
    await panel.send({ type: 'confusion', confusion: confusionFixture() });
    await panel.send({ type: 'cell', cell: cellFixture(4, 9) });
    await panel.page.locator('summary').click();
    await panel.page.locator('.table-scroll table').waitFor();
    expect(await violations(panel.page)).toEqual([]);
    expect(panel.complaints).toEqual([]);
    await panel.page.screenshot({ path: join(inject('pictures'), `training-${kind}.png`), fullPage: true });
    await panel.page.close();
  });
});

describe('the training panel', () => {
  test('shows the progress, and the ends of the lines with their values', async () => {
    const panel = await openPanel(browser, bundle, 'dark');
    await panel.send({ type: 'snapshot', title, target, state: 'training', events: partial });
    await expect
      .poll(() => panel.page.locator('.progress-text').innerText())
      .toBe('epoch 3 of 5 · 412/938 · 0:17 left');
    await expect
      .poll(() => panel.page.locator('.line-label.val').allTextContents())
      .toEqual(['0.0447 val', '0.9852 val']);
    await expect.poll(() => panel.page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('48.8');
    await panel.page.close();
  });

  test.each([540, 400])('cuts off neither words nor links where it is %i pixels wide', async (width) => {
    const panel = await openPanel(browser, bundle, 'light', { width });
    await panel.send({ type: 'snapshot', title, target, state: 'stopped', events: stopped });
    await panel.send({ type: 'runs', runs: runRows.map((row) => ({ ...row, state: 'stopped', resumable: true })) });
    await expect
      .poll(() => panel.page.locator('.progress-text').innerText())
      .toBe('epoch 3 of 5 · 412/938 · stopped, what was learned is kept · took 1:02:34');
    await panel.page.screenshot({ path: join(inject('pictures'), `training-narrow-${width}.png`), fullPage: true });
    const right = panel.page.locator('.progress-text, .runs .link');
    const ends = await right.evaluateAll((elements) => elements.map((each) => each.getBoundingClientRect().right));
    expect(ends).toHaveLength(1 + 3 * runRows.length);
    expect(Math.max(...ends)).toBeLessThanOrEqual(width);
    await panel.page.close();
  });

  test('moves one crosshair through all charts by mouse and by keyboard', async () => {
    const panel = await openPanel(browser, bundle, 'dark');
    await panel.send({ type: 'snapshot', title, target, state: 'training', events: partial });
    const chart = panel.page.locator('.u-over').first();
    await chart.hover({ position: { x: 100, y: 50 } });
    await panel.page.locator('.step-badge span').nth(1).waitFor();
    const badges = panel.page.locator('.step-badge span');
    await expect
      .poll(async () => {
        const [first, ...others] = await badges.allInnerTexts();
        return others.length === 1 && others[0] === first;
      })
      .toBe(true);
    const slider = panel.page.getByRole('slider', { name: /^loss by step/ });
    await slider.focus();
    await slider.press('Home');
    await expect.poll(() => badges.allInnerTexts()).toEqual(['step 1 · epoch 1', 'step 1 · epoch 1']);
    await expect.poll(() => slider.getAttribute('aria-valuetext')).toMatch(/^step 1: train \d/);
    await panel.page.close();
  });

  test('keeps the zoom when points arrive, until it is reset', async () => {
    const panel = await openPanel(browser, bundle, 'dark');
    await panel.send({ type: 'snapshot', title, target, state: 'training', events: partial.slice(0, 1000) });
    const box = await panel.page.locator('.u-over').first().boundingBox();
    if (box === null) throw new Error('the chart has no box');
    await panel.page.mouse.move(box.x + 60, box.y + 40);
    await panel.page.mouse.down();
    await panel.page.mouse.move(box.x + 160, box.y + 40, { steps: 4 });
    await panel.page.mouse.up();
    await panel.page.mouse.move(0, 0);
    const slider = panel.page.getByRole('slider', { name: /^accuracy by step/ });
    const reset = panel.page.getByRole('button', { name: 'Show all steps' });
    await reset.waitFor();
    await expect.poll(() => slider.getAttribute('aria-valuenow')).not.toBe('1000');
    const zoomed = await slider.getAttribute('aria-valuenow');
    await panel.send({ type: 'append', state: 'training', events: partial.slice(1000) });
    await expect.poll(() => slider.getAttribute('aria-valuemax')).toBe('2288');
    expect(await slider.getAttribute('aria-valuenow')).toBe(zoomed);
    const saved = (): Promise<unknown> => panel.page.evaluate('window.savedState.zoom?.steps[1]');
    await expect.poll(async () => Math.round(Number(await saved()))).toBe(Math.round(Number(zoomed)));
    await panel.page.locator('.u-over').first().dblclick();
    await reset.waitFor({ state: 'detached' });
    await panel.page.mouse.move(0, 0);
    await panel.page.locator('.crosshair').first().waitFor({ state: 'detached' });
    await expect.poll(() => slider.getAttribute('aria-valuenow')).toBe('2288');
    await expect.poll(saved).toBe(undefined);
    await panel.page.close();
  });

  test('smooths, zooms and takes logarithms by keyboard, and keeps the choice', async () => {
    const panel = await openPanel(browser, bundle, 'dark');
    const { page } = panel;
    await panel.send({ type: 'snapshot', title, target, state: 'training', events: partial });
    const chart = page.locator('.plot canvas').first();
    const loss = page.getByRole('slider', { name: /^loss by step/ });
    const saved = (): Promise<unknown> => page.evaluate('window.savedState');
    const label = (): Promise<string> => page.locator('.line-label.train').first().innerText();
    await expect.poll(label).toMatch(/^0\.\d+\strain$/);
    const smoothed = await label();
    await page.getByRole('slider', { name: 'smooth' }).press('Home');
    await expect.poll(saved).toMatchObject({ smoothing: 0 });
    await expect.poll(label).not.toBe(smoothed);
    const linear = await chart.screenshot();
    await page.getByLabel('log', { exact: true }).press('Space');
    await expect.poll(saved).toMatchObject({ logScale: true });
    await expect.poll(async () => (await chart.screenshot()).equals(linear)).toBe(false);
    await loss.press('+');
    await page.getByRole('button', { name: 'Show all steps' }).waitFor();
    await expect.poll(saved).toMatchObject({ zoom: { steps: [expect.any(Number), 2288] } });
    await loss.press('Shift+ArrowLeft');
    await expect.poll(async () => Number(await page.evaluate('window.savedState.zoom?.steps[1]'))).toBeLessThan(2288);
    await loss.press('0');
    await page.getByRole('button', { name: 'Show all steps' }).waitFor({ state: 'detached' });
    await page.close();
  });

  test('asks for a snapshot once when events are missing', async () => {
    const panel = await openPanel(browser, bundle, 'dark');
    await panel.send({ type: 'snapshot', title, target, state: 'training', events: partial.slice(0, 100) });
    await panel.send({ type: 'append', state: 'training', events: partial.slice(120, 130) });
    await panel.send({ type: 'append', state: 'training', events: partial.slice(130, 140) });
    await expect.poll(() => panel.posted()).toEqual([{ type: 'ready' }, { type: 'lost' }]);
    await panel.page.close();
  });

  test('says what happened, why, and what to do; Train again starts', async () => {
    const panel = await openPanel(browser, bundle, 'dark');
    await panel.send({ type: 'snapshot', title, target, state: 'failed', error: killed, events: partial });
    await expect
      .poll(() => panel.page.getByRole('region', { name: 'The training failed' }).innerText())
      .toContain('The engine was killed at step 2,288.');
    await panel.page.getByRole('button', { name: 'Train again' }).press('Enter');
    await expect.poll(() => panel.posted()).toEqual([{ type: 'ready' }, { type: 'start' }]);
    await expect.poll(() => panel.page.locator('canvas').count()).toBe(2);
    await panel.page.close();
  });

  test('shows markup in names as text', async () => {
    const panel = await openPanel(browser, bundle, 'dark');
    const name = '<img src=x onerror="document.title=1">';
    await panel.send({
      type: 'snapshot',
      title: name,
      target,
      state: 'training',
      events: partial.slice(0, 5).map((event) => (event.event === 'batch' ? { ...event, logs: { [name]: 1 } } : event)),
    });
    await expect.poll(() => panel.page.locator('h1').innerText()).toBe(name);
    await expect.poll(() => panel.page.locator('figcaption').allInnerTexts()).toEqual([name]);
    await expect.poll(() => panel.page.locator('img').count()).toBe(0);
    await panel.page.close();
  });

  test('draws with the colours of a theme chosen later', async () => {
    const panel = await openPanel(browser, bundle, 'dark');
    await panel.send({ type: 'snapshot', title, target, state: 'training', events: partial });
    const before = await panel.page.locator('canvas').first().screenshot();
    await panel.page.evaluate(
      (variables) =>
        Object.entries(variables).forEach(([name, value]) => document.documentElement.style.setProperty(name, value)),
      themeVariables.light,
    );
    await expect.poll(async () => (await panel.page.locator('canvas').first().screenshot()).equals(before)).toBe(false);
    await panel.page.close();
  });

  test('takes the longest snapshot that a host sends', async () => {
    const panel = await openPanel(browser, bundle, 'dark');
    await panel.send({
      type: 'snapshot',
      title,
      target,
      state: 'training',
      events: runFixture({ epochs: 20, steps: 1000, until: 20_000 }),
    });
    await expect
      .poll(() => panel.page.locator('.progress-text').innerText())
      .toBe('epoch 20 of 20 · 1,000/1,000 · 0:00 left');
    await expect.poll(() => panel.page.locator('.line-label').count()).toBe(4);
    await panel.page.close();
  });

  test('lays another run over, with its label, and keeps it over a reload', async () => {
    const panel = await openPanel(browser, bundle, 'dark');
    await panel.send({ type: 'snapshot', title, target, state: 'training', events: partial });
    await panel.send({ type: 'runs', runs: runRows });
    const run = runRows[1]?.run ?? '';
    await panel.page.locator('.runs input').nth(1).press('Space');
    await expect.poll(() => panel.posted()).toEqual([{ type: 'ready' }, { type: 'overlay', run }]);
    await panel.send({ type: 'overlay', run, events: runFixture({ epochs: 5, steps: 938, until: Infinity }) });
    await expect.poll(() => panel.page.locator('.line-label.other').count()).toBe(2);
    const slider = panel.page.getByRole('slider', { name: /^loss by step/ });
    await expect.poll(() => slider.getAttribute('aria-valuemax')).toBe('4690');
    await expect.poll(() => panel.page.evaluate('window.savedState.overlays')).toEqual([run]);
    await panel.page.screenshot({ path: join(inject('pictures'), 'training-overlay.png') });
    await panel.page.close();
  });

  test('opens the images of a cell of the confusion matrix by keyboard', async () => {
    const panel = await openPanel(browser, bundle, 'dark');
    await panel.send({ type: 'snapshot', title, target, state: 'training', events: partial });
    await panel.send({ type: 'confusion', confusion: confusionFixture() });
    await panel.page.locator('[data-cell="4-8"]').press('ArrowRight');
    await panel.page.keyboard.press('Enter');
    await expect.poll(() => panel.posted()).toEqual([{ type: 'ready' }, { type: 'cell', truth: 4, predicted: 9 }]);
    await panel.send({ type: 'cell', cell: cellFixture(4, 9) });
    await expect.poll(() => panel.page.locator('.cell h3').innerText()).toContain('4 taken for 9');
    await expect
      .poll(() => panel.page.getByRole('img', { name: 'Test example 115: 4 taken for 9 with 99 %' }).count())
      .toBe(1);
    await panel.page.close();
  });

  test('asks for the source of a run, its restoring and its resumption by its name', async () => {
    const panel = await openPanel(browser, bundle, 'dark');
    await panel.send({ type: 'snapshot', title, target, state: 'training', events: partial });
    await panel.send({ type: 'runs', runs: runRows });
    const last = panel.page.locator('.runs tbody tr').nth(2);
    for (const name of ['Resume', 'Source', 'Restore…']) await last.getByRole('button', { name }).press('Enter');
    const run = runRows[2]?.run ?? '';
    await expect
      .poll(() => panel.posted())
      .toEqual([
        { type: 'ready' },
        { type: 'continue-run', run },
        { type: 'compare-source', run },
        { type: 'restore-source', run },
      ]);
    await panel.page.close();
  });

  test('exports the curves as PNG, SVG and CSV', async () => {
    const panel = await openPanel(browser, bundle, 'dark');
    await panel.send({ type: 'snapshot', title, target, state: 'training', events: partial });
    for (const name of ['PNG', 'SVG', 'CSV']) await panel.page.getByRole('button', { name, exact: true }).click();
    await expect.poll(async () => (await panel.posted()).length).toBe(4);
    const beginnings: unknown = await panel.page.evaluate(
      'Object.fromEntries(window.posted.slice(1).map(({ format, bytes }) => [format, String.fromCharCode(...bytes.slice(0, 4))]))',
    );
    expect(beginnings).toEqual({ png: '\u0089PNG', svg: '<svg', csv: 'run,' });
    expect(panel.complaints).toEqual([]);
    await panel.page.close();
  });

  test('survives hostile messages, runs none, and shows a good one afterwards', async () => {
    const panel = await openPanel(browser, bundle, 'dark');
    expect(await attackPanel(panel, { samples: panelSamples.training, count: 1000, seed: 11 })).toEqual([]);
    await panel.send({ type: 'snapshot', title, target, state: 'training', events: partial });
    await expect.poll(() => panel.page.locator('h1').innerText()).toBe(title);
    await panel.page.close();
  });
});

test('speaks the language of the editor, with what is put in at the places that it has there', async () => {
  const strings = {
    'Nothing to train yet': 'Noch nichts zu trainieren',
    'Open a {0} file and choose {1} above its {2} block.': '{1} steht über dem {2}-Block einer {0}-Datei.',
    Train: 'Trainieren',
    'Pause the training': 'Das Training anhalten',
    'epoch {0} of {1}': 'Epoche {0} von {1}',
  };
  const { page, send, complaints } = await openPanel(browser, bundle, 'light', { strings });
  await send({ type: 'snapshot', title: '', state: 'idle', events: [] });
  await page.getByRole('heading', { name: 'Noch nichts zu trainieren' }).waitFor();
  await expect
    .poll(() => page.locator('.empty p').textContent())
    .toBe('▶ Trainieren steht über dem train-Block einer .nn-Datei.');
  await send({ type: 'snapshot', title, target, state: 'training', events: partial });
  await page.getByRole('button', { name: 'Das Training anhalten' }).waitFor();
  await expect.poll(() => page.locator('.progress-text').textContent()).toMatch(/^Epoche 3 von 5 · /);
  expect(complaints).toEqual([]);
});
