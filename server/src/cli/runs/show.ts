import { openCheckpoints } from '../../engine/runs/checkpointStore';
import { runFiles } from '../../engine/runs/runFolder';
import { snapshotEpochs } from '../../engine/runs/snapshotStore';
import { jsonText } from '../../protocol/eventJson';
import { runNamed } from '../runRoots';
import { readFigures } from './runFigures';
import type { RunsCall } from './runsCall';
import { figure, textTable } from './table';

/** `runs show`: one run with its epochs, checkpoints and snapshots. */
export async function showRun({ folder, names, json, environment: { output } }: RunsCall): Promise<number> {
  const run = await runNamed(folder, names[0] ?? '');
  const { start, epochs, evaluation, damagedLines } = await readFigures(run.folder);
  const files = runFiles(run.folder);
  const checkpoints = await openCheckpoints(files.checkpoints).list();
  const snapshots = await snapshotEpochs(files.snapshots);
  if (json) {
    const all = epochs.map(({ epoch, logs, seconds }) => ({ epoch, logs, seconds }));
    output.write(
      `${jsonText({ ...run, examples: start?.examples, epochs: all, test: evaluation?.logs, checkpoints, snapshots, damagedLines })}\n`,
    );
    return 0;
  }
  const { record } = run;
  output.write(
    `${run.run} · ${run.state}${run.resumable ? ' (can be resumed)' : ''} · step ${run.step} · attempt ${run.attempt}\n`,
  );
  if (run.reason !== undefined) output.write(`${run.reason}\n`);
  if (record !== undefined) {
    output.write(`${record.train} (${record.model}) of ${record.file}\n`);
    output.write(
      `${record.engine} ${record.engineVersion} · ${record.params.toLocaleString('en-US')} parameters · batch size ${record.batchSize} · seed ${record.seed}\n`,
    );
  }
  const logs = Object.keys(epochs.at(-1)?.logs ?? {});
  if (epochs.length > 0) {
    output.write(
      textTable([
        ['epoch', ...logs],
        ...epochs.map((event) => [`${event.epoch}`, ...logs.map((name) => figure(event.logs[name]))]),
      ]),
    );
  }
  for (const [name, value] of Object.entries(evaluation?.logs ?? {})) output.write(`test ${name} ${figure(value)}\n`);
  for (const { step, best, file } of checkpoints)
    output.write(`${best ? 'best' : 'checkpoint'} of step ${step}: ${file}\n`);
  if (snapshots.length > 0) output.write(`snapshots of epochs ${snapshots.join(', ')}\n`);
  if (damagedLines > 0) output.write(`${damagedLines} damaged lines of the log were left out\n`);
  return 0;
}
