/**
 * `npm run soak -- messages [--count 100000] [--seed 1] [--panel NAME]`: random and hostile messages to each panel;
 * none may run script, throw, or leave the panel unable to show a good message afterwards.
 */
import { parseArgs } from 'node:util';
import { attackPanel } from '../helpers/panel/attackPanel';
import { bundlePanel, openPanel, startBrowser } from '../helpers/panel/openPanel';
import { panelSamples } from '../helpers/panel/panelSamples';

/** Gives the number of panels that something was wrong with. */
export async function soak(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      count: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      panel: { type: 'string' },
    },
  });
  const count = Number(values.count);
  const browser = await startBrowser();
  let broken = 0;
  try {
    for (const [name, samples] of Object.entries(panelSamples)) {
      if (values.panel !== undefined && values.panel !== name) continue;
      const panel = await openPanel<object, unknown>(browser, await bundlePanel(name), 'dark');
      const onProgress = (done: number): void => {
        if (done % 10_000 === 0) console.log(`${name}: ${done} of ${count}`);
      };
      const found = [...(await attackPanel(panel, { samples, count, seed: Number(values.seed), onProgress }))];
      const [first] = samples;
      await panel.send(first);
      const expected = 'title' in first ? first.title : first.target.model;
      if ((await panel.page.locator('h1').innerText()) !== expected)
        found.push('a good message shows nothing any more');
      for (const line of new Set(found)) console.log(`${name}: ${line}`);
      console.log(`${name}: ${count} messages, ${found.length} complaints`);
      if (found.length > 0) broken += 1;
      await panel.page.close();
    }
  } finally {
    await browser.close();
  }
  return broken;
}
