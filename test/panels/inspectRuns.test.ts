import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { runFiles } from '../../server/src/engine/runs/runFolder';
import { writeSnapshot } from '../../server/src/engine/runs/snapshotStore';
import './provided';
import { scenes, useInspectPanel } from '../helpers/panel/inspectPages';

const inspect = useInspectPanel();

describe('runs and epochs in the inspect panel', () => {
  test('says which layers a run has no weights for, now that the text has changed', async () => {
    const runsFolder = await mkdtemp(join(tmpdir(), 'shapewright-panels-'));
    const run = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
    const kernel = { dtype: 'float32', shape: [3, 3, 3, 4], data: new Float32Array(108) } as const;
    await writeSnapshot(runFiles(join(runsFolder, run)).snapshots, 1, new Map([['Conv2D/kernel', kernel]]));
    const runs = [{ run, train: 'Net', epochs: [1], fits: false }];
    const { panel } = await inspect.open({ ...scenes.network, runsFolder, runs });
    const warning = panel.page.locator('.warning');
    await expect.poll(() => warning.allInnerTexts()).toEqual([expect.stringContaining('conv2d, conv2d_1 and dense')]);
    await panel.page.getByRole('slider', { name: 'epoch' }).press('ArrowLeft');
    await expect.poll(() => warning.count()).toBe(0);
    await panel.page.close();
    await rm(runsFolder, { recursive: true, force: true });
  });

  test('shows the newest run that fits the text, says which newer one it passed over, and lets it be chosen', async () => {
    const [older, newer] = ['01ARZ3NDEKTSV4RRFFQ69G5FAV', '01ARZ3NDEKTSV4RRFFQ69G5FAW'];
    const { panel } = await inspect.open(scenes.network);
    await panel.send({
      type: 'runs',
      runs: [
        { run: newer, train: 'Net', epochs: [1], fits: false },
        { run: older, train: 'Net', epochs: [1], fits: true },
      ],
    });
    const picker = panel.page.getByRole('combobox', { name: 'Run' });
    await expect.poll(() => picker.inputValue()).toBe(older);
    const warning = panel.page.locator('.warning');
    await expect
      .poll(() => warning.allInnerTexts())
      .toEqual([expect.stringMatching(/^The newest run, of .* other layers/)]);
    await panel.page.screenshot({ path: join(inject('pictures'), 'inspect-passed-over.png') });
    await picker.selectOption(newer);
    await expect.poll(() => warning.count()).toBe(0);
    // Where none fits, the newest is the one to look at.
    await panel.send({ type: 'runs', runs: [{ run: older, train: 'Net', epochs: [1], fits: false }] });
    await expect
      .poll(() => panel.page.getByRole('slider', { name: 'epoch' }).getAttribute('aria-valuetext'))
      .toBe('epoch 1');
    expect(await warning.count()).toBe(0);
    await panel.page.close();
  });

  test('follows the epochs of a run at the end of its slider, and stays where it was put', async () => {
    const run = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
    const { panel } = await inspect.open(scenes.network);
    const shown = async (): Promise<unknown> => {
      const asked = (await panel.posted()).findLast(
        (message) => message.type === 'ask' && 'weights' in message.question,
      );
      return asked?.type === 'ask' && 'weights' in asked.question ? asked.question.weights : undefined;
    };
    await expect.poll(shown).toEqual({ kind: 'initial' });
    await panel.send({ type: 'runs', runs: [{ run, train: 'Net', epochs: [1, 2], fits: true }] });
    await expect.poll(shown).toEqual({ kind: 'epoch', run, epoch: 2 });
    await panel.send({ type: 'runs', runs: [{ run, train: 'Net', epochs: [1, 2, 3], fits: true }] });
    await expect.poll(shown).toEqual({ kind: 'epoch', run, epoch: 3 });
    const slider = panel.page.getByRole('slider', { name: 'epoch' });
    await slider.press('ArrowLeft');
    await panel.send({ type: 'runs', runs: [{ run, train: 'Net', epochs: [1, 2, 3, 4], fits: true }] });
    await expect.poll(() => slider.getAttribute('aria-valuetext')).toBe('epoch 2');
    // Nothing was asked of an epoch that nobody looks at; what is known of the one looked at need not be asked again.
    const asked = (await panel.posted()).flatMap((message) =>
      message.type === 'ask' && 'weights' in message.question ? [JSON.stringify(message.question.weights)] : [],
    );
    expect(asked).toContain(JSON.stringify({ kind: 'epoch', run, epoch: 3 }));
    expect(asked).not.toContain(JSON.stringify({ kind: 'epoch', run, epoch: 4 }));
    await panel.page.close();
  });
});
