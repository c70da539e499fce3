/** A process that answers questions, as its starter sees it: started at the first one, started anew after it has ended. */
import { spawn, type ChildProcess } from 'node:child_process';
import { Duplex } from 'node:stream';
import type * as z from 'zod';
import { createMessenger, type Messenger } from '../../protocol/messenger';
import type { RunError } from '../../protocol/runEvents';
import { engineEnvironment } from '../engineEnvironment';

export interface QuestionProcess<Request, Answer, Progress> {
  /** Rejects with an InspectFailure. `make` gives the message for a number that no other has. */
  ask(make: (id: number) => Request, onProgress?: (progress: Progress) => void): AskedQuestion<Answer>;
  /** Says something to the process where it runs. */
  tell(message: Request): void;
  dispose(): void;
}

export interface AskedQuestion<Answer> {
  readonly id: number;
  readonly answer: Promise<Answer>;
}

/** What a question failed with, for the panel. */
export class InspectFailure extends Error {
  constructor(readonly failure: RunError) {
    super(failure.message);
    this.name = 'InspectFailure';
  }
}

/** What the process says. */
export type Reply<Answer, Progress> =
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer }
  | { readonly type: 'failed'; readonly id: number; readonly error: RunError }
  | { readonly type: 'progress'; readonly id: number; readonly progress: Progress };

export interface QuestionProcessOptions<Answer, Progress> {
  /** The bundle of the engine process, `dist/engine.js`. */
  readonly script: string;
  /** Its argument: what it is to do. */
  readonly mode: 'inspect' | 'data';
  readonly schema: z.ZodType<Reply<Answer, Progress>>;
  /** What has ended where it ends: `The process that looks into the model has ended`. */
  readonly ended: string;
  /** What the process prints. */
  readonly onLog: (text: string) => void;
}

export function createQuestionProcess<Request, Answer, Progress = never>(
  options: QuestionProcessOptions<Answer, Progress>,
): QuestionProcess<Request, Answer, Progress> {
  let running: Running<Request, Answer, Progress> | undefined;
  let nextId = 1;
  return {
    ask: (make, onProgress) => {
      running ??= start(options, (ended) => {
        if (running === ended) running = undefined;
      });
      const id = nextId++;
      return { id, answer: running.ask(id, make(id), onProgress) };
    },
    tell: (message) => running?.tell(message),
    dispose: () => {
      running?.end();
      running = undefined;
    },
  };
}

interface Running<Request, Answer, Progress> {
  ask(id: number, request: Request, onProgress?: (progress: Progress) => void): Promise<Answer>;
  tell(message: Request): void;
  end(): void;
}

interface Waiting<Answer, Progress> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: InspectFailure) => void;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

function start<Request, Answer, Progress>(
  { script, mode, schema, ended, onLog }: QuestionProcessOptions<Answer, Progress>,
  onEnd: (ended: Running<Request, Answer, Progress>) => void,
): Running<Request, Answer, Progress> {
  const waiting = new Map<number, Waiting<Answer, Progress>>();
  const child = spawn(process.execPath, [script, mode], {
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: engineEnvironment(process.env),
  });
  const fail = (cause: string): void => {
    onEnd(self);
    const failure = { code: `${mode}/ended`, message: ended, cause, nextStep: 'Ask again: it is started anew.' };
    for (const { reject } of waiting.values()) reject(new InspectFailure(failure));
    waiting.clear();
  };
  child.stdout?.on('data', (chunk: unknown) => onLog(String(chunk)));
  child.stderr?.on('data', (chunk: unknown) => onLog(String(chunk)));
  child.once('error', (error) => fail(error.message));
  child.once('exit', (code, signal) =>
    fail(signal === null ? `It ended with status ${code ?? 0}.` : `The system ended it (${signal}).`),
  );
  const messenger = speak<Request, Answer, Progress>(child, schema, (message) => {
    const asked = waiting.get(message.id);
    if (message.type === 'progress') {
      asked?.onProgress?.(message.progress);
      return;
    }
    waiting.delete(message.id);
    if (message.type === 'answer') asked?.resolve(message.answer);
    else asked?.reject(new InspectFailure(message.error));
  });
  const self: Running<Request, Answer, Progress> = {
    ask: (id, request, onProgress) =>
      new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject, onProgress });
        messenger?.send(request);
      }),
    tell: (message) => void messenger?.send(message),
    end: () => {
      messenger?.close();
      child.kill();
    },
  };
  return self;
}

/** The stream is the fourth descriptor; undefined where the process did not start. */
function speak<Request, Answer, Progress>(
  child: ChildProcess,
  schema: z.ZodType<Reply<Answer, Progress>>,
  onMessage: (message: Reply<Answer, Progress>) => void,
): Messenger<Request> | undefined {
  const stream = child.stdio[3];
  if (!(stream instanceof Duplex)) return undefined;
  return createMessenger<Reply<Answer, Progress>, Request>(stream, { schema, onMessage });
}
