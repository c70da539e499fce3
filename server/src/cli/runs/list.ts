import { decodeTime } from 'ulid';
import type { StoredRun } from '../../protocol/storedRun';
import { runsOf } from '../runRoots';
import type { RunsCall } from './runsCall';
import { textTable } from './table';

/** `runs list`: all runs, or those that can go on. */
export async function showList({ folder, interrupted, json, environment: { output } }: RunsCall): Promise<number> {
  const all = await runsOf(folder);
  const runs = interrupted ? all.filter(({ resumable }) => resumable) : all;
  if (json) {
    output.write(`${JSON.stringify({ runs })}\n`);
    return 0;
  }
  if (runs.length === 0) output.write(interrupted ? 'No run waits to be resumed.\n' : 'No runs are kept here.\n');
  else output.write(textTable([['run', 'began', 'train', 'state', 'step', 'engine', 'file'], ...runs.map(row)]));
  return 0;
}

function row({ run, record, state, resumable, step }: StoredRun): readonly string[] {
  const began = new Date(decodeTime(run)).toISOString().slice(0, 16).replace('T', ' ');
  const shown = state === 'interrupted' && resumable ? 'interrupted, can be resumed' : state;
  return [run, began, record?.train ?? '–', shown, String(step), record?.engine ?? '–', record?.file ?? '–'];
}
