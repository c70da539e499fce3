/**
 * Starting an engine process, attaching to a running one, and noticing when it has died. For windows and the command
 * line: nothing here loads an engine.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { protocolVersion, type EngineRequest, type FromEngine, type ToEngine } from '../protocol/engineMessages';
import { fromEngineSchema } from '../protocol/engineMessageSchema';
import { createMessenger, type Messenger } from '../protocol/messenger';
import type { EndEvent, RunEvent } from '../protocol/runEvents';
import { allocatorVariables, engineEnvironment } from './engineEnvironment';
import { explainDeath, type ExitStatus } from './explainDeath';
import { isSameProcess } from './processIdentity';
import { RunProblem, toRunError } from './runProblem';
import { readEventLog } from './runs/eventLog';
import { runFiles, runName } from './runs/runFolder';
import { isEnded, readRunStatus } from './runs/runRecord';

export interface EngineListener {
  /**
   * Events in order, each once. The last one is the end event; where the process died without telling it, one of
   * reason `killed` with the cause stands in for it.
   */
  readonly onEvents: (events: readonly RunEvent[]) => void;
}

export interface EngineConnection {
  readonly run: string;
  readonly folder: string;
  /** Undefined while it is starting. */
  readonly pid: number | undefined;
  pause(): void;
  resume(): void;
  /** Ends after the current batch; what was learned is kept. */
  stop(): void;
  /** Leaves the engine to itself and tells nothing more. */
  detach(): void;
  /** Once the end event was told, or after `detach`. */
  readonly closed: Promise<void>;
}

export interface LaunchOptions extends EngineListener {
  /** The bundle of the engine process, `dist/engine.js`. */
  readonly script: string;
  /** Added to the cleaned environment. */
  readonly environment?: { readonly [name: string]: string };
  /** For a resumed run: the events behind this number are told; all where absent. */
  readonly sequence?: number;
}

/** Starts an engine process for a claimed run and attaches to it. The process outlives this one. */
export function launchEngine(request: EngineRequest, options: LaunchOptions): EngineConnection {
  const log = openSync(runFiles(request.folder).log, 'a', 0o600);
  const child = spawn(process.execPath, [options.script], {
    detached: true,
    windowsHide: true,
    stdio: ['pipe', 'pipe', log],
    env: { ...allocatorVariables(), ...engineEnvironment(process.env), ...options.environment },
  });
  closeSync(log);
  const exit = exitOf(child);
  // A child that fails to start has no reader; its exit tells the cause.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(JSON.stringify(request));
  return connect(request.folder, options.sequence ?? 0, options, {
    pid: () => child.pid,
    exit: () => {
      // Nothing else may keep this process alive until the child's end is known.
      child.ref();
      return exit;
    },
    opened: () => Promise.race([isReady(child), exit.then(() => undefined)]),
    isAlive: () => Promise.resolve(child.exitCode === null && child.signalCode === null),
  });
}

/** Attaches to a run that is under way; undefined where its process is gone. Tells the events behind `sequence`. */
export async function attachEngine(
  folder: string,
  sequence: number,
  listener: EngineListener,
): Promise<EngineConnection | undefined> {
  const status = await readRunStatus(runFiles(folder).status);
  if (status === undefined || isEnded(status)) return undefined;
  const isAlive = (): Promise<boolean> => isSameProcess(status.pid, status.processStart ?? undefined);
  if (!(await isAlive())) return undefined;
  return connect(folder, sequence, listener, {
    pid: () => status.pid,
    exit: undefined,
    opened: () => Promise.resolve(),
    isAlive,
  });
}

interface EngineProcess {
  pid(): number | undefined;
  /** How it ended, where this process is its parent. */
  readonly exit: (() => Promise<ExitStatus>) | undefined;
  /** Once its socket listens, or never will. */
  opened(): Promise<void>;
  isAlive(): Promise<boolean>;
}

function connect(folder: string, after: number, listener: EngineListener, engine: EngineProcess): EngineConnection {
  let sequence = after;
  let attempt = 1;
  /** Of the process that is spoken to: end events of earlier attempts are history. */
  let spokenTo = 1;
  let ended = false;
  let detached = false;
  let messenger: Messenger<ToEngine> | undefined;
  // What is asked before the connection stands is sent as soon as it does.
  const waiting: ToEngine[] = [];

  const receive = (events: readonly RunEvent[]): void => {
    const fresh = events.filter((event) => event.sequence > sequence);
    const last = fresh.at(-1);
    if (last === undefined || detached || ended) return;
    sequence = last.sequence;
    attempt = last.attempt;
    ended = fresh.some((event) => event.event === 'end' && event.attempt >= spokenTo);
    listener.onEvents(fresh);
  };
  const die = async (cause: ExitStatus | RunProblem | undefined): Promise<void> => {
    // The last words of a process that ended before it was reached stand in its log.
    if (!ended && !detached) receive((await readEventLog(runFiles(folder).events)).events);
    if (ended || detached) return;
    const error = cause instanceof RunProblem ? toRunError(cause) : await explainDeath(folder, cause);
    const end: EndEvent = { event: 'end', reason: 'killed', error, sequence: sequence + 1, attempt, time: Date.now() };
    receive([end]);
  };
  const live = async (): Promise<void> => {
    await engine.opened();
    for (;;) {
      const socket = await openSocket(runFiles(folder).socket);
      if (socket !== undefined) {
        await attend(
          socket,
          sequence,
          (opened) => {
            messenger = opened;
            for (const message of waiting.splice(0)) opened.send(message);
            if (detached) opened.close();
          },
          (of) => (spokenTo = of),
          receive,
        );
      }
      messenger = undefined;
      if (ended || detached) return;
      // A connection that ends while the process lives is made again; a process that is ending is waited for.
      if (!(await engine.isAlive())) return die(await engine.exit?.());
      if (socket === undefined) {
        if (engine.exit === undefined) return die(unreachable(folder));
        return die(await engine.exit());
      }
    }
  };
  const send = (message: ToEngine): void => {
    if (messenger?.send(message) !== true) waiting.push(message);
  };
  return {
    run: runName(folder),
    folder,
    get pid() {
      return engine.pid();
    },
    pause: () => send({ type: 'pause' }),
    resume: () => send({ type: 'resume' }),
    stop: () => send({ type: 'stop' }),
    detach: () => {
      detached = true;
      messenger?.close();
    },
    closed: live().catch((error: unknown) => die(asProblem(error))),
  };
}

/** Speaks over one connection until it ends; an engine of another protocol is a problem. */
function attend(
  socket: Socket,
  sequence: number,
  onOpen: (messenger: Messenger<ToEngine>) => void,
  onAttached: (attempt: number) => void,
  onEvents: (events: readonly RunEvent[]) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const messenger = createMessenger<FromEngine, ToEngine>(socket, {
      schema: fromEngineSchema,
      onMessage: (message) => {
        if (message.type === 'events') {
          onEvents(message.events);
          return;
        }
        onAttached(message.attempt ?? 1);
        if (message.protocolVersion === protocolVersion) return;
        reject(otherProtocol(message.protocolVersion));
        socket.destroy();
      },
      onClose: () => resolve(),
    });
    messenger.send({ type: 'attach', protocolVersion, sequence });
    onOpen(messenger);
  });
}

/** Undefined where nobody listens. */
function openSocket(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', () => resolve(undefined));
  });
}

/** Once the child has said `ready`; afterwards neither its output nor the child keeps this process alive. */
async function isReady(child: ChildProcess): Promise<void> {
  const output = child.stdout;
  if (output === null) return;
  let text = '';
  while (!text.includes('ready\n')) {
    const chunks: readonly unknown[] = await once(output, 'data');
    text += chunks.map(String).join('');
  }
  output.destroy();
  child.stdin?.destroy();
  child.unref();
}

function exitOf(child: ChildProcess): Promise<ExitStatus> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', (error) => resolve({ code: null, signal: null, error }));
  });
}

function asProblem(error: unknown): RunProblem {
  if (error instanceof RunProblem) return error;
  return new RunProblem('engine/connection', {
    message: 'The connection to the engine failed',
    reason: error instanceof Error ? error.message : String(error),
    nextStep: 'Reload the window to attach again.',
    error,
  });
}

function unreachable(folder: string): RunProblem {
  return new RunProblem('engine/connection', {
    message: 'The engine process does not answer',
    reason: `Nothing listens at ${runFiles(folder).socket}, though the process lives.`,
    nextStep: 'It may be ending: look at the run again in a moment.',
  });
}

function otherProtocol(version: number): RunProblem {
  return new RunProblem('engine/protocol', {
    message: 'The run belongs to another version of Shapewright',
    reason: `Its engine speaks protocol ${version}, this window ${protocolVersion}.`,
    nextStep: 'Let it end, or stop it from the window that started it.',
  });
}
