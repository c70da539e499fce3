import { runFiles } from '../../../server/src/engine/runs/runFolder';
import { readEventLog } from '../../../server/src/engine/runs/eventLog';
import { listRuns } from '../../../server/src/engine/runs/runList';
import { readRunRecord } from '../../../server/src/engine/runs/runRecord';
import type { RunRow } from '../../../server/src/protocol/panelMessages';
import type { Logs, RunEvent } from '../../../server/src/protocol/runEvents';
import type { StoredRun } from '../../../server/src/protocol/storedRun';
import { RunHistory } from './runHistory';
import { sourceChange } from './sourceChange';

/** More are history that nobody compares. */
const newest = 30;

/** The runs of one set-up in the store, newest first; `current` is the name of the one that is shown. */
export async function storedRuns(
  root: string,
  file: string,
  train: string,
  current: string | undefined,
): Promise<readonly RunRow[]> {
  const all = await listRuns(root);
  const runs = all.filter(({ record }) => record?.file === file && record.train === train).slice(0, newest);
  const shown = runs.find(({ run }) => run === current) ?? runs[0];
  const text = shown === undefined ? undefined : await sourceOf(shown.folder);
  return Promise.all(runs.map((run) => rowOf(run, run === shown, text)));
}

/** The events of a run, thinned as those of the current one are. */
export async function storedEvents(folder: string): Promise<readonly RunEvent[]> {
  const history = new RunHistory();
  for (const event of (await readEventLog(runFiles(folder).events)).events) history.add(event);
  return history.events();
}

/** The text that a run was started with. */
export async function sourceOf(folder: string): Promise<string | undefined> {
  return (await readRunRecord(runFiles(folder).run))?.source;
}

async function rowOf(stored: StoredRun, isCurrent: boolean, current: string | undefined): Promise<RunRow> {
  const { run, folder, state, resumable, record } = stored;
  const [{ events }, source] = await Promise.all([readEventLog(runFiles(folder).events), sourceOf(folder)]);
  const best = bestOf(events);
  return {
    run,
    isCurrent,
    time: events[0]?.time ?? 0,
    state,
    resumable,
    params: record?.params ?? 0,
    ...(best === undefined ? {} : { best }),
    change: isCurrent || source === undefined || current === undefined ? [] : sourceChange(current, source),
  };
}

/** The figure that people compare: the accuracy in validation, else the loss; the best of all epochs. */
function bestOf(events: readonly RunEvent[]): RunRow['best'] {
  const logs = events.flatMap((event) => (event.event === 'epoch' ? [event.logs] : []));
  const names = Object.keys(logs.at(-1) ?? {}).filter((name) => name !== 'learning_rate');
  const isLoss = (name: string): boolean => name.endsWith('loss');
  const choices = [
    names.find((name) => name.startsWith('val_') && !isLoss(name)),
    names.find((name) => name === 'val_loss'),
    names.find((name) => !isLoss(name)),
    names.find((name) => name === 'loss'),
  ];
  const name = choices.find((choice) => choice !== undefined);
  if (name === undefined) return undefined;
  const values = logs.map((log: Logs) => log[name] ?? Number.NaN).filter((value) => !Number.isNaN(value));
  if (values.length === 0) return { name, value: Number.NaN };
  // Errors and losses are better when small.
  const small = isLoss(name) || /error|mae|mse/.test(name);
  return { name, value: values.reduce((left, right) => (small ? Math.min(left, right) : Math.max(left, right))) };
}
