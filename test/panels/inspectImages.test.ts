import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import './provided';
import { scenes, useInspectPanel } from '../helpers/panel/inspectPages';

const inspect = useInspectPanel();

describe('own images in the inspect panel', () => {
  test('takes an own image, resizes it as the data are, and shows what the model says of it', async () => {
    const { panel } = await inspect.open(scenes.network);
    await panel.page
      .getByLabel('Own image')
      .setInputFiles({ name: 'red.png', mimeType: 'image/png', buffer: redPng() });
    await panel.page.getByText('red.png').waitFor();
    const askedScores = async (): Promise<unknown> =>
      (await panel.posted()).findLast((message) => message.type === 'ask' && message.question.kind === 'scores');
    await expect.poll(askedScores).toMatchObject({
      question: { example: { kind: 'image', image: { name: 'red.png', width: 1, height: 1, invert: false } } },
    });
    await expect.poll(() => panel.page.locator('.scores tr').count()).toBe(4);
    await expect.poll(() => panel.page.evaluate('window.savedState.image.name')).toBe('red.png');
    await panel.page.screenshot({ path: join(inject('pictures'), 'inspect-own-image.png') });
    await panel.page.close();
  });

  test('takes an image that is pasted or dropped, and leads back to the data', async () => {
    const { panel } = await inspect.open(scenes.network);
    const { page } = panel;
    const bring = (type: 'paste' | 'drop', name: string): Promise<void> =>
      page.evaluate(
        ([event, file, base64]) => {
          const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
          const data = new DataTransfer();
          data.items.add(new File([bytes], file, { type: 'image/png' }));
          const target = document.querySelector('.inspect');
          target?.dispatchEvent(
            event === 'paste'
              ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true })
              : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }),
          );
        },
        [type, name, redPng().toString('base64')] as const,
      );
    await bring('paste', 'pasted.png');
    await page.getByText('pasted.png').waitFor();
    await page.getByLabel('invert').press('Space');
    await expect.poll(() => page.evaluate('window.savedState.image.invert')).toBe(true);
    await bring('drop', 'dropped.png');
    await page.getByText('dropped.png').waitFor();
    await page.getByRole('button', { name: 'back to the data' }).press('Enter');
    await expect.poll(() => page.locator('.own-name').count()).toBe(0);
    await page.close();
  });
});

/** One red pixel. */
function redPng(): Buffer {
  return Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
    'base64',
  );
}
