/** How long the feature maps of VGG16's first block take for an image of 224 × 224, from the click to the drawn grid. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { createInspector } from '../../server/src/engine/inspect/launchInspector';
import type { FeaturesAnswer, InspectSubject } from '../../server/src/protocol/inspectMessages';
import type { FromInspectPanel, ToInspectPanel } from '../../server/src/protocol/inspectPanelMessages';
import { openPanel, type OpenPanel, type PanelBundle } from '../../test/helpers/panel/openPanel';

export interface InspectTimes {
  readonly layer: string;
  readonly shape: string;
  /** From the question to the answer, through the process, in milliseconds. */
  readonly answered: number;
  /** From the message in the page to the frame that shows it. */
  readonly drawn: number;
}

const weights = { kind: 'initial' } as const;
const example = { kind: 'drawn' } as const;

/** Each layer of the first block once, nothing computed before; the process runs and has read the model. */
export async function measureInspect(browser: Browser, bundle: PanelBundle): Promise<readonly InspectTimes[]> {
  const file = resolve('samples/networks/vgg16.nn');
  const source = await readFile(file, 'utf8');
  const subject: InspectSubject = { file, source, model: 'VGG16', runs: '', roots: [], dataFolders: {} };
  const inspector = createInspector(resolve('dist/engine.js'), (text) => process.stderr.write(text));
  const panel = await openPanel<ToInspectPanel, FromInspectPanel>(browser, bundle, 'dark', {
    width: 1100,
    height: 720,
  });
  try {
    const model = await inspector.ask(subject, { kind: 'model' });
    if (model.kind !== 'model') throw new Error(`asked for a model, got ${model.kind}`);
    const [input, ...block] = model.layers.slice(0, 4);
    // The example itself is on the screen before anything is clicked.
    await inspector.ask(subject, { kind: 'features', weights, example, path: input?.path ?? '' });
    await panel.send({
      type: 'model',
      target: { uri: 'file:///w/vgg16.nn', model: 'VGG16' },
      title: 'VGG16',
      model,
      revision: 1,
      runs: [],
    });
    const times: InspectTimes[] = [];
    for (const { path, name, shape } of block) {
      const start = performance.now();
      const answer = await inspector.ask(subject, { kind: 'features', weights, example, path });
      const answered = performance.now() - start;
      if (answer.kind !== 'features') throw new Error(`asked for features, got ${answer.kind}`);
      await panel.page.locator(`.layer[title="${path}"]`).click();
      const asked = await questionAbout(panel, path);
      times.push({
        layer: name,
        shape: shape.join('x'),
        answered,
        drawn: await draw(panel.page, asked, answer),
      });
    }
    if (panel.complaints.length > 0) throw new Error(panel.complaints.join('\n'));
    return times;
  } finally {
    inspector.dispose();
    await panel.page.close();
  }
}

/** The number of the question for the feature maps of a layer, which the panel asks in the frame after the click. */
async function questionAbout(
  { posted, page }: OpenPanel<ToInspectPanel, FromInspectPanel>,
  path: string,
): Promise<number> {
  for (;;) {
    for (const each of await posted())
      if (each.type === 'ask' && each.question.kind === 'features' && each.question.path === path) return each.id;
    await page.evaluate(() => new Promise((next) => requestAnimationFrame(next)));
  }
}

/** The bytes go into the page first: a test's way there is not the editor's. */
async function draw(page: OpenPanel['page'], id: number, answer: FeaturesAnswer): Promise<number> {
  const { values, low, high, mean, zeros, ...rest } = answer;
  const statistics = [low, high, mean, zeros].map((each) => Array.from(each));
  return page.evaluate(
    async ({ text, numbers, known, number }) => {
      const [lows = [], highs = [], means = [], silent = []] = numbers.map((each) => Float32Array.from(each));
      const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
      const data = {
        type: 'answer',
        id: number,
        answer: { ...known, values: bytes, low: lows, high: highs, mean: means, zeros: silent },
      };
      const start = performance.now();
      window.dispatchEvent(new MessageEvent('message', { data }));
      while (document.querySelector('.atlas canvas') === null) await new Promise((next) => requestAnimationFrame(next));
      await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
      return performance.now() - start;
    },
    { text: Buffer.from(values).toString('base64'), numbers: statistics, known: rest, number: id },
  );
}
