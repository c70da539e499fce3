/** Whose weights are looked at without a choice: those of the newest run that fits the text. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inspectRuns, newestFittingRun } from '../../../client/src/views/inspectRuns';
import { filtersCommand } from '../../../server/src/cli/filters';
import { createInspectService } from '../../../server/src/engine/inspect/inspectService';
import type { InspectQuestion, InspectSubject } from '../../../server/src/protocol/inspectMessages';
import { madeRecord, writeKeptRun } from '../../helpers/keptRun';
import { recordOutput } from '../../helpers/recordedOutput';
import { temporaryFolder } from '../helpers/temporaryFolder';

const [older, newer] = ['01J00000000000000000000000', '01J00000000000000000000001'];

/** An older run with two filters, a newer one with three, and the text with as many as it is asked for. */
async function workspace() {
  const root = await temporaryFolder();
  const file = join(root, 'net.nn');
  const shapes = (filters: number) => ({ 'Conv2D/kernel': [3, 3, 1, filters], 'Conv2D/bias': [filters] });
  await writeKeptRun(root, madeRecord(older, { file, model: 'Net' }), shapes(2));
  await writeKeptRun(root, madeRecord(newer, { file, model: 'Net' }), shapes(3));
  await writeKeptRun(root, madeRecord('01J00000000000000000000002', { file, model: 'Other' }), shapes(2));
  const write = (filters: number) => writeFile(file, text(filters));
  return { root, file, write };
}

function text(filters: number): string {
  return `model Net {\n  input 8x8x1 -> Conv2D(${filters}, 3)\n}\n`;
}

test('the panel is told of each run whether it fits the text', async () => {
  const { root, file } = await workspace();
  const runsFor = (filters: number) => {
    const runs = join(root, '.shapewright/runs');
    const source = text(filters);
    const subject: InspectSubject = { file, source, model: 'Net', runs, roots: [root], dataFolders: {} };
    return inspectRuns(subject, createInspectService());
  };
  const run = (name: string, fits: boolean) => ({ run: name, train: 'Net', epochs: [1], fits });
  expect(await runsFor(3)).toEqual([run(newer, true), run(older, false)]);
  expect(await runsFor(2)).toEqual([run(newer, false), run(older, true)]);
  // Weights that are damaged fit nothing.
  await writeFile(join(root, '.shapewright/runs', older, 'snapshots/epoch-000001.safetensors'), 'cut');
  expect(await runsFor(2)).toEqual([run(newer, false), run(older, false)]);
});

test('pictures beside the lines take the newest that fits, without asking of older ones', async () => {
  const { root, file } = await workspace();
  const service = createInspectService();
  const asked: InspectQuestion[] = [];
  const ask = (subject: InspectSubject, question: InspectQuestion) => {
    asked.push(question);
    return service.ask(subject, question);
  };
  const runs = join(root, '.shapewright/runs');
  const newest = (filters: number) =>
    newestFittingRun({ file, source: text(filters), model: 'Net', runs, roots: [root], dataFolders: {} }, { ask });
  expect(await newest(3)).toEqual({ run: newer, train: 'Net', epochs: [1] });
  expect(asked).toHaveLength(1);
  expect(await newest(2)).toMatchObject({ run: older });
  expect(await newest(4)).toBeUndefined();
});

test('the command line takes the newest that fits, and says so; one that is named must fit', async () => {
  const { file, write } = await workspace();
  const filters = async (...argv: readonly string[]) => {
    const output = recordOutput();
    const status = await filtersCommand.run([file, '-o', join(file, '../grid.png'), '--json', ...argv], output);
    return [status, JSON.parse(output.text.out)] as const;
  };
  await write(3);
  expect(await filters()).toMatchObject([0, { weights: `epoch 1 of run ${newer}`, largest: 0 }]);
  await write(2);
  expect(await filters()).toMatchObject([0, { weights: `epoch 1 of run ${older}, the newest that fits the model` }]);
  expect(await filters('--epoch', '1')).toMatchObject([0, { weights: expect.stringContaining(older) as string }]);
  expect(await filters('--run', newer)).toMatchObject([
    1,
    { error: { code: 'run/weights-file', message: `Net does not take epoch 1 of run ${newer}` } },
  ]);
  await write(4);
  expect(await filters()).toMatchObject([0, { weights: 'untrained: no kept run fits the model' }]);
});
