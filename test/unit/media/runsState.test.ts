import { describe, expect, test } from 'vitest';
import { curvesFile, curvesTable } from '../../../media/training/curvesFile';
import { runLabel, shortRunLabel } from '../../../media/shared/runLabel';
import { initialRunsState, overlaysOf, reduceRuns } from '../../../media/training/runsState';
import { initialTrainingState, reduceTraining } from '../../../media/training/trainingState';
import { svgText } from '../../../server/src/language/graph/svgElement';
import { toTrainingPanelSchema } from '../../../server/src/protocol/panelMessageSchema';
import { panelSamples } from '../../helpers/panel/panelSamples';
import { runFixture } from '../../helpers/panel/runFixture';
import { cellFixture, confusionFixture, runRows } from '../../helpers/panel/runsFixture';

const events = runFixture({ epochs: 1, steps: 3, until: 3 });
const other = runRows[1]?.run ?? '';
const listed = reduceRuns(initialRunsState, { type: 'runs', runs: runRows });
const withOverlay = reduceRuns(listed, { type: 'overlay', run: other, events });

describe('the runs of the training panel', () => {
  test('are drawn as far as their events have come, each in the colour of its place', () => {
    expect(overlaysOf(listed, [other])).toEqual([]);
    expect(overlaysOf(withOverlay, ['gone', other]).map(({ colour, curves }) => [colour, [...curves.keys()]])).toEqual([
      [2, ['loss', 'accuracy']],
    ]);
  });

  test('forget curves of runs that are deleted, and pictures when another run is shown', () => {
    const confused = reduceRuns(withOverlay, { type: 'confusion', confusion: confusionFixture() });
    const opened = reduceRuns(confused, { type: 'cell', cell: cellFixture(4, 9) });
    expect(opened.cell?.total).toBe(12);
    expect(reduceRuns(opened, { type: 'runs', runs: runRows }).cell?.total).toBe(12);
    const next = reduceRuns(opened, { type: 'runs', runs: runRows.slice(0, 1).map((row) => ({ ...row, run: 'new' })) });
    expect(next).toMatchObject({ confusion: undefined, cell: undefined });
    expect(next.curves.size).toBe(0);
  });

  test('take no cell that the matrix has not', () => {
    const confused = reduceRuns(listed, { type: 'confusion', confusion: confusionFixture() });
    expect(reduceRuns(confused, { type: 'cell', cell: cellFixture(4, 10) }).cell).toBeUndefined();
  });

  test('are called by their time', () => {
    const now = new Date('2024-03-05T18:00:00').getTime();
    const row = (time: string) => ({ time: new Date(time).getTime(), state: 'completed' as const });
    expect(runLabel({ ...row('2024-03-05T17:00:00'), state: 'running' }, now)).toBe('now');
    expect(runLabel(row('2024-03-05T09:12:00'), now)).toBe('09:12');
    expect(runLabel(row('2024-03-03T09:12:00'), now)).toBe('Mar 3 09:12');
    expect(shortRunLabel(row('2024-03-03T09:12:00'), now)).toBe('Mar 3');
  });

  test('come in messages that the schema takes', () => {
    for (const message of panelSamples.training) expect(toTrainingPanelSchema.safeParse(message).success).toBe(true);
  });
});

describe('curves as files', () => {
  const state = reduceTraining(initialTrainingState, { type: 'snapshot', title: 'M', state: 'training', events });
  const runs = [{ name: '=cmd()', curves: state.curves }];

  test('hold every measured value, and no formula for a spreadsheet', () => {
    const lines = curvesTable(runs, ['loss', 'accuracy']).split('\r\n');
    const first = events.find((event) => event.event === 'batch');
    expect(lines[0]).toBe('run,step,loss,val_loss,accuracy,val_accuracy');
    expect(lines[1]).toBe(`'=cmd(),1,${first?.logs['loss'] ?? ''},,${first?.logs['accuracy'] ?? ''},`);
    expect(lines.length).toBe(5);
  });

  test('are drawn with a chart a metric, dashes for validation', () => {
    const options = { title: 'M <1>', smoothing: 0.9, logScale: false, viewport: undefined };
    const text = svgText(curvesFile(runs, ['loss', 'accuracy'], options));
    expect(text).toContain('loss · M &lt;1&gt;');
    expect(text.match(/<g /g)?.length).toBe(2);
    expect(text).not.toContain('NaN');
  });
});
