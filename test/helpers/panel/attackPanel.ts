import { hostileMessages } from './hostileMessages';
import type { OpenPanel } from './openPanel';
import { wireText, type WireWindow } from './wireText';

export interface Attack {
  readonly samples: readonly object[];
  readonly count: number;
  readonly seed: number;
  readonly onProgress?: (done: number) => void;
}

/** As many messages at once as one frame may bring. */
const portion = 250;

/** Sends hostile messages to a panel and gives what they have broken: script that ran, exceptions, foreign elements. */
export async function attackPanel<Incoming, Outgoing>(
  { page, complaints }: OpenPanel<Incoming, Outgoing>,
  { samples, count, seed, onProgress }: Attack,
): Promise<readonly string[]> {
  const messages = hostileMessages(samples, seed);
  for (let done = 0; done < count; done += portion) {
    const sent = Array.from({ length: Math.min(portion, count - done) }, () => messages.next().value);
    await page.evaluate(async (text) => {
      const { fromWire } = window as unknown as WireWindow;
      for (const data of fromWire(text) as readonly unknown[])
        window.dispatchEvent(new MessageEvent('message', { data }));
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    }, wireText(sent));
    onProgress?.(done + sent.length);
  }
  const found = await page.evaluate(() => {
    const harmless =
      document.querySelectorAll('img, iframe, object, embed, link[href], script:not([nonce]), a[href]').length === 0;
    const handlers = Array.from(document.querySelectorAll('*')).some((element) =>
      element.getAttributeNames().some((name) => name.startsWith('on')),
    );
    return [
      ...('hacked' in window ? ['script ran'] : []),
      ...('polluted' in {} ? ['the prototype of objects was changed'] : []),
      ...(harmless ? [] : ['foreign elements are in the page']),
      ...(handlers ? ['an element has a handler as an attribute'] : []),
    ];
  });
  return [...found, ...complaints];
}
