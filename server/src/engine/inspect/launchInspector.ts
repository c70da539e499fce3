/** The inspect process as its starter sees it: started at the first question, started anew after it has ended. */
import { spawn, type ChildProcess } from 'node:child_process';
import { Duplex } from 'node:stream';
import type {
  FromInspector,
  InspectAnswer,
  InspectQuestion,
  InspectSubject,
  ToInspector,
} from '../../protocol/inspectMessages';
import { fromInspectorSchema } from '../../protocol/inspectMessageSchema';
import { createMessenger, type Messenger } from '../../protocol/messenger';
import type { RunError } from '../../protocol/runEvents';
import { engineEnvironment } from '../engineEnvironment';

export interface Inspector {
  /** Rejects with an InspectFailure. */
  ask(subject: InspectSubject, question: InspectQuestion): Promise<InspectAnswer>;
  dispose(): void;
}

/** What a question failed with, for the panel. */
export class InspectFailure extends Error {
  constructor(readonly failure: RunError) {
    super(failure.message);
    this.name = 'InspectFailure';
  }
}

/**
 * @param script the bundle of the engine process, `dist/engine.js`
 * @param onLog what the process prints
 */
export function createInspector(script: string, onLog: (text: string) => void): Inspector {
  let running: RunningInspector | undefined;
  let nextId = 1;
  return {
    ask: (subject, question) => {
      running ??= start(script, onLog, (ended) => {
        if (running === ended) running = undefined;
      });
      return running.ask({ id: nextId++, subject, question });
    },
    dispose: () => {
      running?.end();
      running = undefined;
    },
  };
}

interface RunningInspector {
  ask(request: ToInspector): Promise<InspectAnswer>;
  end(): void;
}

function start(
  script: string,
  onLog: (text: string) => void,
  onEnd: (ended: RunningInspector) => void,
): RunningInspector {
  const waiting = new Map<
    number,
    { readonly resolve: (answer: InspectAnswer) => void; readonly reject: (error: InspectFailure) => void }
  >();
  const child = spawn(process.execPath, [script, 'inspect'], {
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: engineEnvironment(process.env),
  });
  const fail = (cause: string): void => {
    onEnd(self);
    for (const { reject } of waiting.values()) reject(new InspectFailure(ended(cause)));
    waiting.clear();
  };
  child.stdout?.on('data', (chunk: unknown) => onLog(String(chunk)));
  child.stderr?.on('data', (chunk: unknown) => onLog(String(chunk)));
  child.once('error', (error) => fail(error.message));
  child.once('exit', (code, signal) =>
    fail(signal === null ? `It ended with status ${code ?? 0}.` : `The system ended it (${signal}).`),
  );
  const messenger = speak(child, (message) => {
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.type === 'answer') asked?.resolve(message.answer);
    else asked?.reject(new InspectFailure(message.error));
  });
  const self: RunningInspector = {
    ask: (request) =>
      new Promise((resolve, reject) => {
        waiting.set(request.id, { resolve, reject });
        messenger?.send(request);
      }),
    end: () => {
      messenger?.close();
      child.kill();
    },
  };
  return self;
}

/** The stream is the fourth descriptor; undefined where the process did not start. */
function speak(child: ChildProcess, onMessage: (message: FromInspector) => void): Messenger<ToInspector> | undefined {
  const stream = child.stdio[3];
  if (!(stream instanceof Duplex)) return undefined;
  return createMessenger<FromInspector, ToInspector>(stream, { schema: fromInspectorSchema, onMessage });
}

function ended(cause: string): RunError {
  return {
    code: 'inspect/ended',
    message: 'The process that looks into the model has ended',
    cause,
    nextStep: 'Ask again: it is started anew.',
  };
}
