import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { RunProblem } from '../../runProblem';
import { bundledFile } from '../bundledFile';
import { decodeChunk, type DecodedChunk, type DecodeTask } from './decodeChunk';
import type { DecodeReply } from './decodeWorker';

export interface DecodePool {
  /** How many tasks run side by side. */
  readonly width: number;
  decode(task: DecodeTask): Promise<DecodedChunk>;
  close(): Promise<void>;
}

/** Few images are decoded sooner than threads start. */
const worthThreads = 64;

/** Threads for `count` images: at most four, none for a few, or where the thread's bundle is not built. */
export function createDecodePool(count: number): DecodePool {
  const script = bundledFile('decodeWorker.js');
  if (count < worthThreads || script === undefined) {
    return { width: 1, decode: decodeChunk, close: () => Promise.resolve() };
  }
  const threads = Array.from({ length: Math.min(4, availableParallelism()) }, () => createThread(script));
  let next = 0;
  return {
    width: threads.length,
    decode: (task) => {
      const thread = threads[next % threads.length];
      next += 1;
      return thread === undefined ? decodeChunk(task) : thread.decode(task);
    },
    close: async () => {
      await Promise.all(threads.map((thread) => thread.end()));
    },
  };
}

interface Thread {
  decode(task: DecodeTask): Promise<DecodedChunk>;
  end(): Promise<unknown>;
}

function createThread(script: string): Thread {
  const worker = new Worker(script, { execArgv: [], env: { ...process.env, NODE_OPTIONS: '' } });
  const waiting: { readonly resolve: (chunk: DecodedChunk) => void; readonly reject: (error: unknown) => void }[] = [];
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure ??= error;
    for (const request of waiting.splice(0)) request.reject(error);
  };
  worker.on('message', (reply: DecodeReply) => {
    const request = waiting.shift();
    if (reply.kind === 'decoded') request?.resolve(reply.chunk);
    else request?.reject(new RunProblem(reply.code, reply));
  });
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('A decoding thread ended.')));
  // A thread that waits for work keeps no process alive; one with work does.
  worker.unref();
  return {
    decode: (task) =>
      new Promise<DecodedChunk>((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        worker.ref();
        waiting.push({ resolve, reject });
        worker.postMessage(task);
      }).finally(() => {
        if (waiting.length === 0) worker.unref();
      }),
    end: () => worker.terminate(),
  };
}
