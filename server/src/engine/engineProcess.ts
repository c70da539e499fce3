/** One training from its request to its end, in a process of its own: events, socket, status, and the work. */
import type { EngineRequest } from '../protocol/engineMessages';
import type { RunEvent } from '../protocol/runEvents';
import type { Engine } from './backend';
import { createEventHub } from './eventHub';
import { performRun } from './performRun';
import { processStart } from './processIdentity';
import { toRunError } from './runProblem';
import { openEventLog, readEventLog } from './runs/eventLog';
import { runFiles, runName } from './runs/runFolder';
import { createStatusWriter, type StatusWriter } from './statusWriter';
import { createTrainingControl } from './training/control';
import { serveWindows } from './windowServer';

export interface EngineDependencies {
  /** Chooses and starts a back end. */
  readonly selectEngine: (wanted: EngineRequest['engine']) => Promise<{ readonly engine: Engine; readonly reason: string | undefined }>;
  /** Windows can attach from now on. */
  readonly onListening: () => void;
  /** How long a training goes on without a window, in milliseconds. */
  readonly graceTime: number;
}

/** Runs to the end and tells it as the last event; false where it failed. Throws only where even that cannot be told. */
export async function runEngineProcess(request: EngineRequest, dependencies: EngineDependencies): Promise<boolean> {
  const files = runFiles(request.folder);
  const earlier = await readEventLog(files.events);
  const attempt = 1 + Math.max(0, ...earlier.events.map((event) => event.attempt));
  const log = await openEventLog(files.events);
  const status = createStatusWriter(files.status, {
    state: 'starting',
    attempt,
    pid: process.pid,
    processStart: (await processStart(process.pid)) ?? null,
    step: 0,
    reason: null,
  });
  const control = createTrainingControl();
  const hub = createEventHub({
    earlier: earlier.events,
    attempt,
    now: Date.now,
    onEvent: (event) => {
      log.append(event);
      follow(status, event);
    },
  });
  const server = await serveWindows({
    socket: files.socket,
    run: runName(request.folder),
    hub,
    control,
    graceTime: request.keepAlive === true ? undefined : dependencies.graceTime,
    onAbandoned: () => control.stop(),
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => control.stop());
  dependencies.onListening();
  hub.emit({ event: 'state', state: 'starting' });

  const failed = await work(request, dependencies, { hub, control, status });
  await status.settled();
  // The log may be what failed (a full disk): windows must hear the end all the same.
  await log.close().catch(() => undefined);
  await server.close();
  return !failed;
}

async function work(
  request: EngineRequest,
  { selectEngine }: EngineDependencies,
  run: Pick<Parameters<typeof performRun>[1], 'hub' | 'control'> & { readonly status: StatusWriter },
): Promise<boolean> {
  try {
    const outcome = await performRun(request, { ...run, selectEngine });
    run.hub.emit({
      event: 'end',
      reason: outcome.reason,
      ...(outcome.assertions.length === 0 ? {} : { assertions: outcome.assertions }),
    });
    return false;
  } catch (error) {
    if (run.control.stopRequested && error instanceof DOMException && error.name === 'AbortError') {
      run.hub.emit({ event: 'end', reason: 'stopped' });
      return false;
    }
    console.error(error);
    run.hub.emit({ event: 'end', reason: 'failed', error: toRunError(error) });
    return true;
  }
}

function follow(status: StatusWriter, event: RunEvent): void {
  if (event.event === 'state') status.set({ state: event.state });
  if (event.event === 'end') status.set({ state: event.reason, reason: event.error?.message ?? null });
}
