import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, onTestFailed, onTestFinished, test } from 'vitest';
import { openCheckpoints } from '../../server/src/engine/runs/checkpointStore';
import { readEventLog } from '../../server/src/engine/runs/eventLog';
import { runFiles } from '../../server/src/engine/runs/runFolder';
import type { RunEvent } from '../../server/src/protocol/runEvents';
import { launchEditor, type LaunchedEditor } from './driver/launchEditor';
import { startRay } from './driver/startRay';

/** A training shares its cores with other suites. */
const patience = { timeout: 500_000, interval: 250 };

describe('training in the editor', () => {
  let editor: LaunchedEditor;

  beforeAll(async () => {
    editor = await launchEditor();
    // The first sample with one epoch in place of five, under another name: panels are told apart by it.
    const sample = await readFile(join(inject('samples'), 'mnist.nn'), 'utf8');
    await writeFile(
      join(editor.workspace, 'short.nn'),
      sample.replace('epochs: 5', 'epochs: 1').replaceAll('Digits', 'Short'),
    );
    // And with more than a reload can outlast, however busy the machine.
    await writeFile(join(editor.workspace, 'mnist.nn'), sample.replace('epochs: 5', 'epochs: 500'));
    await editor.window.openFile('short.nn');
  });

  afterAll(() => editor.close());

  /** Empty while another panel is in front, whose page has no such line: that must not hold up the next look. */
  const progress = () => textOf(editor.window.webview, '.progress-text');

  test('draws the curves while it trains and tells the accuracy on the test images', async () => {
    onTestFailed(() => editor.window.screenshot('training-failed'));
    const clicked = Date.now();
    await editor.window.codeLens('Train').first().click();
    const panel = editor.window.webview;
    await expect.poll(progress, patience).toMatch(/^epoch 1 of 1 · \d+\/938/);
    await tellFirstPoint(editor.workspace, 'first training', clicked);
    await expect.poll(() => panel.locator('.chart .line-label').count(), patience).toBeGreaterThan(0);
    await editor.window.screenshot('training');

    const result = panel.locator('.result');
    await expect.poll(() => result.count(), patience).toBe(1);
    const text = (await result.textContent()) ?? '';
    await editor.window.screenshot('trained');
    expect(text).toContain('10,000');
    expect(Number(/accuracy\s*(0\.\d+|1)/i.exec(text)?.[1])).toBeGreaterThan(0.95);
  }, 600_000);

  test('shows the same after the panel was hidden', async () => {
    onTestFailed(() => editor.window.screenshot('training-hidden-failed'));
    const before = await editor.window.webview.locator('.result').textContent();
    await editor.window.runCommand('View: Open Previous Editor in Group');
    await editor.window.runCommand('Shapewright: Show Training');
    await expect.poll(() => editor.window.webview.locator('.result').textContent(), patience).toBe(before);
  });

  test('says what happened when the engine is killed, and trains again', async () => {
    onTestFailed(() => editor.window.screenshot('killed-failed'));
    const panel = editor.window.webview;
    const clicked = Date.now();
    await panel.getByRole('button', { name: 'Train again' }).click();
    // The run before stands at 938 of 938 until the new one has begun.
    await expect.poll(progress, patience).toMatch(/^epoch 1 of 1 · (?!938)\d+\/938/);
    await tellFirstPoint(editor.workspace, 'warm', clicked);
    process.kill(await enginePid(editor.workspace), 'SIGKILL');
    const failure = panel.getByRole('region', { name: 'The training failed' });
    await failure.waitFor();
    expect(await failure.innerText()).toMatch(/ended unexpectedly[^]*SIGKILL[^]*Train again/);
    await editor.window.screenshot('killed');

    await failure.getByRole('button', { name: 'Train again' }).click();
    await failure.waitFor({ state: 'detached' });
    await expect.poll(progress, patience).toMatch(/^epoch 1 of 1 · (?!938)\d+\/938/);
    await panel.getByRole('button', { name: 'Stop and keep what was learned' }).click();
    await expect.poll(progress, patience).toMatch(/stopped/i);
  });

  describe('on Ray', () => {
    const askWhere = async (): Promise<void> => {
      await editor.window.text('optimizer: rmsprop').first().click();
      await editor.window.codeLens('Train on').first().click();
    };

    test('says what is wrong with the setting, and what to do where no cluster answers', async () => {
      onTestFailed(() => editor.window.screenshot('ray-absent-failed'));
      await askWhere();
      await expect
        .poll(() => editor.window.question(), patience)
        .toMatch(/shapewright\.targets: nowhere has no address/);
      await editor.window.choose('here');
      const failure = editor.window.webview.getByRole('region', { name: 'The training failed' });
      await failure.waitFor();
      expect(await failure.innerText()).toMatch(/No Ray cluster answers at http[^]*ray start --head/);
      await editor.window.screenshot('ray-absent');
    });

    test('draws the curves of the job, tells that a worker was lost, stops, and goes on to the end', async () => {
      onTestFailed(() => editor.window.screenshot('ray-failed'));
      const ray = await startRay();
      onTestFinished(() => ray.stop());
      const panel = editor.window.webview;
      const clicked = Date.now();
      await askWhere();
      await editor.window.choose('here');
      await expect.poll(() => textOf(panel, '.engine'), patience).toContain('ray');
      await expect.poll(progress, patience).toMatch(/^epoch 1 of 1 · ([2-9]|\d{2,})\/938/);
      await tellFirstPoint(editor.workspace, 'on Ray', clicked);
      await expect.poll(() => panel.locator('.chart .line-label').count(), patience).toBeGreaterThan(0);
      expect(await panel.getByRole('button', { name: 'Pause the training' }).count()).toBe(0);
      await editor.window.screenshot('ray');

      await expect.poll(() => keptSteps(editor.workspace), patience).not.toEqual([]);
      const run = await newestRun(editor.workspace);
      const killed = Date.now();
      await ray.loseWorker();
      await expect.poll(() => textOf(panel, '.warning'), patience).toContain('A worker was lost.');
      await tellLoss(editor.workspace, killed);
      await expect.poll(progress, patience).toMatch(/left$/);
      await editor.window.screenshot('ray-worker-lost');

      await panel.getByRole('button', { name: 'Stop and keep what was learned' }).click();
      await expect.poll(progress, patience).toMatch(/stopped/i);
      await editor.window.screenshot('ray-stopped');
      await panel.locator('.runs .current').getByRole('button', { name: 'Resume', exact: true }).click();
      await expect.poll(progress, patience).toMatch(/^epoch 1 of 1 · 938\/938 · completed/);
      expect(await newestRun(editor.workspace)).toBe(run);
      // From the last checkpoint on: of the lost worker's job, and of the stop.
      const [afterLoss = 0, afterStop = 0] = await resumedSteps(editor.workspace);
      expect(afterLoss).toBeGreaterThan(0);
      expect(afterStop).toBeGreaterThan(afterLoss);
      await expect.poll(() => textOf(panel, '.result'), patience).toMatch(/accuracy\s*0\.9\d+/i);
      await editor.window.screenshot('ray-completed');
    }, 600_000);
  });

  test('brings all panels back after a reload in the middle of a training, attached, with no step lost', async () => {
    onTestFailed(() => editor.window.screenshot('reload-failed'));
    const panel = editor.window.webview;
    // Beside the panel the file would open next to it, and the lenses of the other file would come first.
    await editor.window.text('optimizer: rmsprop').first().click();
    await editor.window.openFile('mnist.nn');
    await editor.window.codeLens('Graph').first().click();
    await expect.poll(() => panel.locator('.node').count(), patience).toBeGreaterThan(5);
    await editor.window.codeLens('Inspect').first().click();
    await expect.poll(() => panel.locator('.layer').count(), patience).toBeGreaterThan(5);
    await editor.window.codeLens('Train').first().click();
    await expect.poll(progress, patience).toMatch(/^epoch \d+ of 500 · \d+\/938/);
    const engine = await enginePid(editor.workspace);

    await editor.window.reload();
    const title = /^Training: Digits/;
    await editor.window.tab(title).click();
    await expect.poll(progress, patience).toMatch(/^epoch \d+ of 500 · .* left$/);
    await panel.getByRole('button', { name: 'Pause the training' }).click();
    await expect.poll(progress, patience).toMatch(/paused/);
    await editor.window.screenshot('reload-training');
    expect(await enginePid(editor.workspace)).toBe(engine);
    // The curves that the panel saves hold each batch that the run's log tells of.
    await panel.getByRole('button', { name: 'CSV', exact: true }).click();
    await editor.window.acceptFile();
    const logged = await loggedLosses(editor.workspace);
    expect(logged.length).toBeGreaterThan(20);
    await expect.poll(() => savedLosses(join(editor.workspace, 'Digits.csv')), patience).toEqual(logged);

    await editor.window.tab(/^Graph: /).click();
    await expect.poll(() => panel.locator('.node').count(), patience).toBeGreaterThan(5);
    await editor.window.tab(/^Inspect: /).click();
    await expect.poll(() => panel.locator('.layer').count(), patience).toBeGreaterThan(5);
    await editor.window.tab(title).click();
    await panel.getByRole('button', { name: 'Resume the training' }).click();
    await expect.poll(progress, patience).toMatch(/left$/);
    await panel.getByRole('button', { name: 'Stop and keep what was learned' }).click();
    await expect.poll(progress, patience).toMatch(/stopped/i);
  }, 600_000);
});

/** What a part of a panel says; empty while there is none. */
function textOf(panel: LaunchedEditor['window']['webview'], part: string): Promise<string | null> {
  return panel
    .locator(part)
    .first()
    .textContent({ timeout: 1_000 })
    .catch(() => '');
}

/** Prints how long after a click the newest run told its first point, and how long after it the panel showed one. */
async function tellFirstPoint(workspace: string, kind: string, clicked: number): Promise<void> {
  const shown = Date.now();
  const log = join(await newestRun(workspace), 'events.jsonl');
  const firstTime = async (): Promise<number> =>
    (await readEventLog(log)).events.find(({ event }) => event === 'batch')?.time ?? Number.NaN;
  // The window may hear of it before the disk does.
  await expect.poll(firstTime, patience).not.toBeNaN();
  const told = (await firstTime()) - clicked;
  console.log(`Train to first point, ${kind}: told after ${told} ms, seen after ${shown - clicked} ms`);
}

/** The steps of the checkpoints that the newest run below a workspace keeps. */
async function keptSteps(workspace: string): Promise<readonly number[]> {
  const checkpoints = await openCheckpoints(runFiles(await newestRun(workspace)).checkpoints).list();
  return checkpoints.map(({ step }) => step);
}

/** The steps behind which jobs of the newest run below a workspace went on. */
async function resumedSteps(workspace: string): Promise<readonly number[]> {
  const { events } = await readEventLog(runFiles(await newestRun(workspace)).events);
  return events.flatMap((event) => (event.event === 'start' ? (event.resumedFrom?.step ?? []) : []));
}

/** Waits until the newest run goes on behind the loss of a worker, and prints how long after its death that was. */
async function tellLoss(workspace: string, killed: number): Promise<void> {
  const log = runFiles(await newestRun(workspace)).events;
  const loss = async () => {
    const { events } = await readEventLog(log);
    const told = events.findIndex((event) => event.event === 'warning' && event.code === 'ray/worker-lost');
    const isBatch = (event: RunEvent) => event.event === 'batch';
    const next = told < 0 ? undefined : events.slice(told).find(isBatch);
    return { last: events.slice(0, told).findLast(isBatch), warning: events[told], next };
  };
  await expect.poll(async () => (await loss()).next, patience).toBeDefined();
  const { last, warning, next } = await loss();
  const after = (event: RunEvent | undefined): string => `${(event?.time ?? Number.NaN) - killed} ms`;
  console.log(
    `A worker killed at batch ${last?.step ?? 0}: told after ${after(warning)}, ` +
      `batch ${next?.step ?? 0} after ${after(next)}`,
  );
}

/** The folder of the newest run below a workspace. */
async function newestRun(workspace: string): Promise<string> {
  const runs = join(workspace, '.shapewright/runs');
  return join(runs, (await readdir(runs)).sort().at(-1) ?? '');
}

/** The process of the newest run below a workspace. */
async function enginePid(workspace: string): Promise<number> {
  const status = await readFile(join(await newestRun(workspace), 'status.json'), 'utf8');
  return (JSON.parse(status) as { readonly pid: number }).pid;
}

interface Loss {
  /** Counted over the whole run, from 1. */
  readonly step: number;
  readonly loss: number;
}

/** The loss of each batch in the log of the newest run below a workspace. */
async function loggedLosses(workspace: string): Promise<readonly Loss[]> {
  const { events } = await readEventLog(join(await newestRun(workspace), 'events.jsonl'));
  return events
    .filter((event) => event.event === 'batch')
    .map(({ epoch, step, steps, logs }) => ({ step: (epoch - 1) * steps + step, loss: Number(logs['loss']) }));
}

/** The same of a table that the panel has saved; undefined until it is there. */
async function savedLosses(file: string): Promise<readonly Loss[] | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const [header = [], ...rows] = (text ?? '')
    .trim()
    .split('\r\n')
    .map((line) => line.split(','));
  if (text === undefined) return undefined;
  const [step, loss] = [header.indexOf('step'), header.indexOf('loss')];
  return rows.map((row) => ({ step: Number(row[step]), loss: Number(row[loss]) }));
}
