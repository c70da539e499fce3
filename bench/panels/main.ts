/**
 * `npm run bench -- panels [--json] [--only charts|graph|inspect]`: frame times of the training charts while one pans and zooms over 100,000 points
 * with 10 updates a second, from the browser's own trace; how long ResNet50's graph takes to be laid out and drawn; and
 * how long the feature maps of VGG16's first block take from the click.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import type { ToGraphPanel } from '../../server/src/protocol/graphMessages';
import { pictureOf } from '../../test/helpers/panel/graphFixture';
import { openPanel, startBrowser, type PanelBundle } from '../../test/helpers/panel/openPanel';
import { runFixture } from '../../test/helpers/panel/runFixture';
import { frameTimes, type FrameTimes } from './frameTimes';
import { measureInspect, type InspectTimes } from './inspectTimes';

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const wants = (part: string): boolean => values.only === undefined || values.only === part;
const points = 100_000;
const snapshotPoints = 20_000;

async function builtPanel(name: string): Promise<PanelBundle> {
  const read = (file: string): Promise<string> => readFile(join('dist/media', file), 'utf8');
  return { script: await read(`${name}.js`), style: await read(`${name}.css`) };
}

/** Pans and zooms for some seconds, a step a frame, while new points come ten times a second. */
async function measureCharts(browser: Browser): Promise<FrameTimes> {
  const panel = await openPanel(browser, await builtPanel('training'), 'dark');
  const events = runFixture({ epochs: 100, steps: 1010, until: points + 1000 });
  const target = { uri: 'file:///w/mnist.nn', train: 'fast' };
  await panel.send({
    type: 'snapshot',
    title: 'Digits',
    target,
    state: 'training',
    events: events.slice(0, snapshotPoints),
  });
  for (let from = snapshotPoints; from < points; from += 10_000)
    await panel.send({ type: 'append', state: 'training', events: events.slice(from, from + 10_000) });
  await browser.startTracing(panel.page, {
    categories: ['disabled-by-default-devtools.timeline.frame', 'devtools.timeline'],
  });
  await panel.page.evaluate(async (coming) => {
    const over = document.querySelector('.u-over');
    if (over === null) throw new Error('there is no chart');
    const box = over.getBoundingClientRect();
    let sent = 0;
    const updates = setInterval(() => {
      const data = { type: 'append', state: 'training', events: coming.slice(sent, sent + 14) };
      sent += 14;
      window.dispatchEvent(new MessageEvent('message', { data }));
    }, 100);
    const frames = 300;
    for (let frame = 0; frame < frames; frame += 1) {
      await new Promise((next) => requestAnimationFrame(next));
      const isZoom = frame < 60 || frame % 60 < 10;
      const direction = frame < 60 ? -1 : frame % 120 < 60 ? 1 : -1;
      over.dispatchEvent(
        new WheelEvent('wheel', {
          bubbles: true,
          cancelable: true,
          clientX: box.left + box.width * 0.6,
          clientY: box.top + box.height / 2,
          ctrlKey: isZoom,
          shiftKey: !isZoom,
          deltaY: isZoom ? 20 * direction : 8 * direction,
        }),
      );
    }
    clearInterval(updates);
  }, events.slice(points));
  const trace = await browser.stopTracing();
  if (panel.complaints.length > 0) throw new Error(panel.complaints.join('\n'));
  await panel.page.close();
  return frameTimes(trace.toString('utf8'));
}

interface GraphTimes {
  readonly layers: number;
  /** From the message to the frame that shows it, in milliseconds. */
  readonly folded: number;
  readonly unfolded: number;
}

async function measureGraph(browser: Browser): Promise<GraphTimes> {
  const picture = pictureOf(await readFile('test/fixtures/programs/resnet50.nn', 'utf8'));
  const message: ToGraphPanel = {
    type: 'graph',
    target: { uri: 'file:///w/resnet50.nn', model: 'ResNet50' },
    picture,
    stale: false,
  };
  const panel = await openPanel<ToGraphPanel, unknown>(browser, await builtPanel('graph'), 'dark');
  const folded = await panel.page.evaluate(async (data) => {
    const start = performance.now();
    window.dispatchEvent(new MessageEvent('message', { data }));
    await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
    return performance.now() - start;
  }, message);
  const unfolded = await panel.page.evaluate(async () => {
    const start = performance.now();
    document.querySelector<HTMLElement>('[aria-label="Unfold all blocks"]')?.click();
    await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
    return performance.now() - start;
  });
  const drawn = await panel.page.locator('.node').count();
  if (drawn !== picture.layers.length) throw new Error(`${drawn} of ${picture.layers.length} layers are drawn`);
  await panel.page.close();
  return { layers: drawn, folded, unfolded };
}

const browser = await startBrowser();
try {
  const charts = wants('charts') ? await measureCharts(browser) : undefined;
  const graph = wants('graph') ? await measureGraph(browser) : undefined;
  const inspect = wants('inspect') ? await measureInspect(browser, await builtPanel('inspect')) : undefined;
  if (values.json) console.log(JSON.stringify({ points, charts, graph, inspect }));
  else {
    if (charts !== undefined) tellCharts(charts);
    if (graph !== undefined) tellGraph(graph);
    if (inspect !== undefined) tellInspect(inspect);
  }
} finally {
  await browser.close();
}

function tellCharts(charts: FrameTimes): void {
  console.log(
    `charts: ${points.toLocaleString('en-US')} points, 10 updates a second, pan and zoom, ${charts.frames} frames`,
  );
  console.log(`  ${charts.perSecond.toFixed(1)} frames a second (target 60), ${charts.late} later than 25 ms`);
  console.log(`  between frames: median ${ms(charts.median)}, 95 % ${ms(charts.p95)}, longest ${ms(charts.longest)}`);
  console.log(`  work of a frame: median ${ms(charts.workMedian)}, 95 % ${ms(charts.workP95)} (target 16.7 ms)`);
}

function tellGraph({ layers, folded, unfolded }: GraphTimes): void {
  console.log(
    `graph: ResNet50, ${layers} layers: blocks folded ${ms(folded)}, all unfolded ${ms(unfolded)} (target 500 ms)`,
  );
}

function tellInspect(times: readonly InspectTimes[]): void {
  console.log('inspect: feature maps of VGG16’s first block for 224 x 224, from the click (target 1,000 ms)');
  for (const { layer, shape, answered, drawn } of times)
    console.log(`  ${layer} ${shape}: ${ms(answered + drawn)}, computed ${ms(answered)}, drawn ${ms(drawn)}`);
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
