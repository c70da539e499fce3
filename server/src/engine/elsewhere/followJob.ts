/** Brings what a job tells into the run: events into its log and windows, checkpoints and snapshots into its folder. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { EndEvent, Logs, RunEvent, RunEventBody } from '../../protocol/runEvents';
import type { EventHub } from '../eventHub';
import { RunProblem, textOf } from '../runProblem';
import { openCheckpoints } from '../runs/checkpointStore';
import { runFiles, runName } from '../runs/runFolder';
import { decodeSafetensors } from '../runs/safetensors';
import { writeSnapshot } from '../runs/snapshotStore';
import type { TrainingControl } from '../training/control';
import type { Job, JobEnd } from './job';
import { createJobLogReader, type JobFile } from './jobLog';

export interface FollowOptions {
  /** Of the run. */
  readonly folder: string;
  /** Where a job of this machine keeps its files. */
  readonly files: string;
  readonly engine: 'python' | 'ray';
  readonly hub: EventHub;
  readonly control: TrainingControl;
  /** Which of the jobs of the run it is, from 1. */
  readonly number: number;
  /** The last event of the job that was told already. */
  readonly after: number;
}

export interface FollowedJob {
  /** Undefined where its log ends without one. */
  readonly end: EndEvent | undefined;
  readonly job: JobEnd;
  /** Of the last epoch, and with `test.` those of the test part. */
  readonly logs: Logs;
}

/** Milliseconds between two looks for a cluster that does not answer. */
const patience = { least: 1000, most: 30_000 };

/** Follows a job to its end; a lost connection is made again for as long as the run is not stopped. */
export async function followJob(job: Job, options: FollowOptions): Promise<FollowedJob> {
  const { hub, control } = options;
  const told = teller(options);
  void control.whenStopped().then(async () => {
    hub.emit({ event: 'state', state: 'stopping' });
    await job.stop().catch((error: unknown) => {
      hub.emit({ event: 'warning', code: 'ray/stop', message: `The job could not be asked to stop: ${textOf(error)}` });
    });
  });
  let pause = patience.least;
  let lost = false;
  for (;;) {
    const reader = createJobLogReader({
      onEvent: told.event,
      onFile: told.file,
      onText: (line) => console.error(line),
    });
    const end = await job
      .follow((text) => {
        if (lost) hub.emit({ event: 'warning', code: 'ray/connection', message: 'The connection is there again.' });
        lost = false;
        pause = patience.least;
        reader.feed(text);
      })
      .catch((error: unknown) => textOf(error));
    if (typeof end !== 'string' || told.end() !== undefined) {
      await told.settled();
      const known = typeof end === 'string' ? { succeeded: true, words: '' } : end;
      return { end: told.end(), job: known, logs: told.logs() };
    }
    if (control.stopRequested) throw leftAlone(end);
    if (!lost) {
      const message = `The connection to the cluster is lost (${end}). The job goes on; it is looked for again.`;
      hub.emit({ event: 'warning', code: 'ray/connection', message });
    }
    lost = true;
    await Promise.race([wait(pause), control.whenStopped()]);
    pause = Math.min(2 * pause, patience.most);
  }
}

interface Teller {
  readonly event: (event: RunEvent) => void;
  readonly file: (file: JobFile) => void;
  readonly end: () => EndEvent | undefined;
  readonly logs: () => Logs;
  /** All files are on disk. */
  readonly settled: () => Promise<void>;
}

/** Tells each event and keeps each file once, however often the log is read. */
function teller({ folder, files, engine, number, hub, after }: FollowOptions): Teller {
  let sequence = after;
  let end: EndEvent | undefined;
  let logs: Logs = {};
  const kept = new Set<string>();
  let keeping = Promise.resolve();
  return {
    event: (event) => {
      if (event.event === 'epoch') logs = event.logs;
      if (event.event === 'evaluate')
        logs = {
          ...logs,
          ...Object.fromEntries(Object.entries(event.logs).map(([name, log]) => [`test.${name}`, log])),
        };
      if (event.event === 'end') end = event;
      if (event.sequence <= sequence) return;
      sequence = event.sequence;
      // The end is told by whoever follows: assertions belong to it.
      if (event.event !== 'end') hub.emit({ ...ownEvent(event, folder, engine), job: { number, sequence } });
    },
    file: (file) => {
      const key = `${file.name} ${file.sha256}`;
      if (kept.has(key)) return;
      kept.add(key);
      keeping = keeping
        .then(() => keepFile(folder, files, file))
        .catch((error: unknown) => {
          const message = `${file.name} could not be brought here: ${textOf(error)}`;
          hub.emit({ event: 'warning', code: 'run/checkpoint', message });
        });
    },
    end: () => end,
    logs: () => logs,
    settled: () => keeping,
  };
}

/** What the job tells as the run tells it: under the run's own name, folder and numbers. */
function ownEvent(event: RunEvent, folder: string, engine: 'python' | 'ray'): RunEventBody {
  return event.event === 'start' ? { ...event, run: runName(folder), folder, engine, engineReason: undefined } : event;
}

async function keepFile(folder: string, files: string, { name, content }: JobFile): Promise<void> {
  const bytes = content ?? new Uint8Array(await readFile(join(files, name)));
  const file = decodeSafetensors(bytes, name);
  const store = runFiles(folder);
  const [, kind = '', digits = ''] = /(step|best|epoch)-(\d+)\.safetensors$/.exec(name) ?? [];
  if (kind === 'epoch') await writeSnapshot(store.snapshots, Number(digits), file.tensors);
  else await openCheckpoints(store.checkpoints).save(Number(digits), file, kind === 'best');
}

function leftAlone(reason: string): RunProblem {
  return new RunProblem('ray/unreachable', {
    message: 'The run is stopped here, and its job may go on',
    reason: `The cluster does not answer: ${reason}.`,
    nextStep: 'Attach again when it does (shapewright runs attach), or stop the job there: ray job list, ray job stop.',
  });
}
