import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Program, ProgramFunction } from '../../compiler/program';
import type { EngineSession, Tensor } from '../backend';
import { createExchange } from './sharedCollective';
import type { FromWorker, ToWorker, WorkerSetup } from './workerMessages';

/**
 * A session whose batches are shared by `threads` worker threads. The calling thread only hands out and collects,
 * so it stays free for messages. Calls are taken one after the other.
 */
export async function createWorkerSession(
  program: Program,
  variables: ReadonlyMap<string, Tensor>,
  threads: number,
): Promise<EngineSession> {
  const exchange = createExchange(threads);
  const workers = Array.from({ length: threads }, (_, index) => {
    const setup: WorkerSetup = { program, variables, exchange, index, count: threads };
    return createPort(
      new Worker(workerFile(), { workerData: setup, execArgv: [], env: { ...process.env, NODE_OPTIONS: '' } }),
    );
  });
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const result = queue.then(task);
    queue = result.catch(() => undefined);
    return result;
  };
  // A worker that cannot start says so here and not in the first batch.
  await Promise.all(workers.map((worker) => worker.ask({ type: 'read', names: [] })));

  return {
    run: (name, feeds, results) =>
      inTurn(async () => {
        const body = program.functions[name];
        if (body === undefined) throw new Error(`The program has no function ${name}.`);
        const batch = batchOf(body, feeds);
        const answers = await Promise.all(
          workers.map((worker, index) => {
            const firstRow = Math.floor((batch * index) / threads);
            const share = shareOf(body, feeds, firstRow, Math.floor((batch * (index + 1)) / threads));
            return worker.ask({ type: 'run', name, feeds: share, results, firstRow });
          }),
        );
        return joinResults(body, answers);
      }),
    read: (names) => inTurn(async () => (await workers[0]?.ask({ type: 'read', names })) ?? new Map<string, Tensor>()),
    assign: (values) =>
      inTurn(async () => {
        await Promise.all(workers.map((worker) => worker.ask({ type: 'assign', values })));
      }),
    dispose: async () => {
      await Promise.all(workers.map((worker) => worker.end()));
    },
  };
}

interface Port {
  ask(message: ToWorker): Promise<ReadonlyMap<string, Tensor>>;
  end(): Promise<unknown>;
}

function createPort(worker: Worker): Port {
  const waiting: {
    readonly resolve: (values: ReadonlyMap<string, Tensor>) => void;
    readonly reject: (error: Error) => void;
  }[] = [];
  let failure: Error | undefined;
  const failAll = (error: Error): void => {
    failure ??= error;
    for (const request of waiting.splice(0)) request.reject(error);
  };
  worker.on('message', (message: FromWorker) => {
    if (message.type === 'failed') failAll(new Error(message.message));
    else waiting.shift()?.resolve(message.values);
  });
  worker.on('error', failAll);
  worker.on('exit', () => failAll(new Error('A thread of the wasm engine ended.')));
  return {
    ask: (message) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        waiting.push({ resolve, reject });
        worker.postMessage(message);
      }),
    end: () => worker.terminate(),
  };
}

/** Beside the bundle, or where the build put it when the sources run. */
function workerFile(): string {
  const beside = fileURLToPath(new URL('wasmWorker.js', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../../../../dist/wasmWorker.js', import.meta.url));
}

/** The number of rows of the batch; 1 for a function that is fed none. */
function batchOf(body: ProgramFunction, feeds: ReadonlyMap<string, Tensor>): number {
  const feed = body.feeds.find((candidate) => candidate.shape[0] === null);
  return (feed && feeds.get(feed.name)?.shape[0]) ?? 1;
}

function shareOf(
  body: ProgramFunction,
  feeds: ReadonlyMap<string, Tensor>,
  from: number,
  to: number,
): ReadonlyMap<string, Tensor> {
  return new Map(
    body.feeds.map((feed) => {
      const tensor = feeds.get(feed.name);
      if (tensor === undefined) throw new Error(`The call does not feed ${feed.name}.`);
      if (feed.shape[0] !== null) return [feed.name, tensor];
      const row = tensor.shape.slice(1).reduce((product, size) => product * size, 1);
      return [
        feed.name,
        { ...tensor, shape: [to - from, ...tensor.shape.slice(1)], data: tensor.data.slice(from * row, to * row) },
      ];
    }),
  );
}

/** Rows of all threads one after the other; what has no batch axis is the same everywhere. */
function joinResults(
  body: ProgramFunction,
  answers: readonly ReadonlyMap<string, Tensor>[],
): ReadonlyMap<string, Tensor> {
  const [first] = answers;
  if (first === undefined || answers.length === 1) return first ?? new Map();
  return new Map(
    [...first].map(([name, tensor]) => {
      const ref = body.results.find((result) => result.name === name)?.tensor;
      const type = ref && body.operations[ref.operation]?.outputs[ref.output];
      return type?.shape[0] === null
        ? [name, joinRows(answers.flatMap((answer) => answer.get(name) ?? []))]
        : [name, tensor];
    }),
  );
}

function joinRows(tensors: readonly Tensor[]): Tensor {
  const [first] = tensors;
  if (first === undefined) throw new Error('No thread gave a result.');
  const rows = tensors.reduce((sum, tensor) => sum + (tensor.shape[0] ?? 0), 0);
  const length = tensors.reduce((sum, tensor) => sum + tensor.data.length, 0);
  const data =
    first.data instanceof Float32Array
      ? new Float32Array(length)
      : first.data instanceof Int32Array
        ? new Int32Array(length)
        : new Uint8Array(length);
  let at = 0;
  for (const tensor of tensors) {
    data.set(tensor.data, at);
    at += tensor.data.length;
  }
  return { dtype: first.dtype, shape: [rows, ...first.shape.slice(1)], data };
}
