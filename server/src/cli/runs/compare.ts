import { readRunRecord, type RunRecord } from '../../engine/runs/runRecord';
import { runFiles } from '../../engine/runs/runFolder';
import { jsonText } from '../../protocol/eventJson';
import type { Logs } from '../../protocol/runEvents';
import { runNamed } from '../runRoots';
import { readFigures } from './runFigures';
import type { RunsCall } from './runsCall';
import { figure, textTable } from './table';

/** What decides a run, as far as a person compares it. */
const compared = [
  'file',
  'train',
  'sourceHash',
  'dataHash',
  'seed',
  'epochs',
  'batchSize',
  'limit',
  'params',
  'weights',
] as const satisfies readonly (keyof RunRecord)[];

interface Compared {
  readonly run: string;
  readonly record: RunRecord | undefined;
  /** Of the last epoch, and `test.` of the evaluation. */
  readonly logs: Logs;
  readonly seconds: number;
}

/** `runs compare`: the settings that differ, and the last figures of each. */
export async function compareRuns({ folder, names, json, environment: { output } }: RunsCall): Promise<number> {
  const runs = await Promise.all(names.map((name) => readCompared(folder, name)));
  const differing = compared.filter((field) => new Set(runs.map(({ record }) => String(record?.[field]))).size > 1);
  if (json) {
    const settings = (record: RunRecord | undefined): object =>
      Object.fromEntries(compared.map((field) => [field, record?.[field] ?? null]));
    output.write(
      `${jsonText({ differing, runs: runs.map(({ record, ...rest }) => ({ ...rest, settings: settings(record) })) })}\n`,
    );
    return 0;
  }
  const logs = [...new Set(runs.flatMap((run) => Object.keys(run.logs)))];
  output.write(
    textTable([
      ['', ...runs.map(({ run }) => run)],
      ...differing.map((field) => [field, ...runs.map(({ record }) => String(record?.[field] ?? '–').slice(0, 40))]),
      ...logs.map((name) => [name, ...runs.map((run) => figure(run.logs[name]))]),
      ['seconds', ...runs.map(({ seconds }) => seconds.toFixed(1))],
    ]),
  );
  return 0;
}

async function readCompared(folder: string, name: string): Promise<Compared> {
  const { run, folder: place } = await runNamed(folder, name);
  const { epochs, evaluation } = await readFigures(place);
  const test = Object.entries(evaluation?.logs ?? {}).map(([log, value]) => [`test.${log}`, value] as const);
  return {
    run,
    record: await readRunRecord(runFiles(place).run),
    logs: { ...epochs.at(-1)?.logs, ...Object.fromEntries(test) },
    seconds: epochs.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}
