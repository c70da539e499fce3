/** One training from its request to its end, in a process of its own: events, socket, status, and the work. */
import type { EngineRequest } from '../protocol/engineMessages';
import { currentEvents } from '../protocol/currentEvents';
import type { RunEvent, RunEventBody } from '../protocol/runEvents';
import type { Engine } from './backend';
import { createEventHub } from './eventHub';
import { performRun, type RunContext } from './performRun';
import { processStart } from './processIdentity';
import { toRunError } from './runProblem';
import { claimAttempt } from './runs/claimAttempt';
import { openEventLog, readEventLog } from './runs/eventLog';
import { runFiles, runName } from './runs/runFolder';
import { createStatusWriter, type StatusWriter } from './statusWriter';
import { createTrainingControl } from './training/control';
import type { KeeperPace } from './training/runKeeper';
import { serveWindows } from './windowServer';

export interface EngineDependencies {
  /** Chooses and starts a back end. */
  readonly selectEngine: (
    wanted: EngineRequest['engine'],
  ) => Promise<{ readonly engine: Engine; readonly reason: string | undefined }>;
  /** Windows can attach from now on. */
  readonly onListening: () => void;
  /** How long a training goes on without a window, in milliseconds. */
  readonly graceTime: number;
  /** Bytes that a training may take. */
  readonly availableMemory: () => number;
  /** How often checkpoints are written; the usual where absent. */
  readonly pace?: KeeperPace;
}

/** Runs to the end and tells it as the last event; false where it failed. Throws only where even that cannot be told. */
export async function runEngineProcess(request: EngineRequest, dependencies: EngineDependencies): Promise<boolean> {
  const files = runFiles(request.folder);
  const attempt = await claimAttempt(request.folder);
  const earlier = await readEventLog(files.events);
  const log = await openEventLog(files.events, (error) => tellLogLost(error));
  const status = createStatusWriter(files.status, {
    state: 'starting',
    attempt,
    pid: process.pid,
    processStart: (await processStart(process.pid)) ?? null,
    step: 0,
    reason: null,
  });
  const control = createTrainingControl();
  const follow = createFollower(status);
  const hub = createEventHub({
    earlier: earlier.events,
    attempt,
    now: Date.now,
    onEvent: (event) => {
      log.append(event);
      follow(event);
    },
  });
  const tellLogLost = (error: Error): void => {
    const message = `What happens cannot be written to the run's log (${error.message}): it is shown, and lost when the windows close.`;
    hub.emit({ event: 'warning', code: 'run/log', message });
  };
  const server = await serveWindows({
    socket: files.socket,
    run: runName(request.folder),
    attempt,
    hub,
    control,
    // A job elsewhere goes on without us: there is nothing to be gained by leaving it.
    graceTime: request.keepAlive === true || isAway(request) ? undefined : dependencies.graceTime,
    onAbandoned: () => control.stop(),
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    // A job elsewhere is not stopped because this process has to go: it is followed again later.
    process.on(signal, () => (isAway(request) ? process.exit(1) : control.stop()));
  }
  dependencies.onListening();
  hub.emit({ event: 'state', state: 'starting' });

  const end = await work(request, dependencies, { hub, control, attempt, earlier: currentEvents(earlier.events) });
  // The status first: whoever hears the end finds the run ended.
  status.set({ state: end.reason, reason: end.error?.message ?? null });
  await status.settled();
  hub.emit(end);
  // The log may be what failed (a full disk): windows must hear the end all the same.
  await log.close().catch(() => undefined);
  await server.close();
  return end.reason !== 'failed';
}

/** Whether the training is done by another machine. */
function isAway({ on }: EngineRequest): boolean {
  return on?.kind === 'ray';
}

type EndBody = Extract<RunEventBody, { event: 'end' }>;

/** Does the work and gives the end event, whatever happens. */
async function work(
  request: EngineRequest,
  { selectEngine, pace, availableMemory }: EngineDependencies,
  run: Pick<RunContext, 'hub' | 'control' | 'attempt' | 'earlier'>,
): Promise<EndBody> {
  try {
    const { reason, assertions } = await performRun(request, {
      ...run,
      selectEngine,
      availableMemory,
      ...(pace && { pace }),
    });
    return { event: 'end', reason, ...(assertions.length === 0 ? {} : { assertions }) };
  } catch (error) {
    if (run.control.stopRequested && error instanceof Error && error.name === 'AbortError')
      return { event: 'end', reason: 'stopped' };
    console.error(error);
    return { event: 'end', reason: 'failed', error: toRunError(error) };
  }
}

/** How often the step in the status is brought up to date, in milliseconds. */
const stepInterval = 1000;

/** Keeps the status behind the events: each state, and the step now and then. */
function createFollower(status: StatusWriter): (event: RunEvent) => void {
  let lastStep = Number.NEGATIVE_INFINITY;
  return (event) => {
    if (event.event === 'state') status.set({ state: event.state });
    if (event.event !== 'batch' || event.time - lastStep < stepInterval) return;
    lastStep = event.time;
    status.set({ step: (event.epoch - 1) * event.steps + event.step });
  };
}
