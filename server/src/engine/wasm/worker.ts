/** A thread of the wasm engine: an instance of its own, whole variables, a share of each batch. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Tensor } from '../backend';
import { type Interpreter, createInterpreter } from './interpreter';
import { breakExchange, createSharedCollective } from './sharedCollective';
import { loadWasmBackend } from './wasmBackend';
import type { FromWorker, ToWorker, WorkerSetup } from './workerMessages';

const setup = workerData as WorkerSetup;
const collective = createSharedCollective(setup.exchange, setup.index, setup.count);
const interpreter = loadWasmBackend().then((backend) => createInterpreter(setup.program, backend, setup.variables));

parentPort?.on('message', (message: ToWorker) => {
  void interpreter.then((ready) => answer(ready, message)).catch(fail);
});
interpreter.catch(fail);

function answer(ready: Interpreter, message: ToWorker): void {
  const reply: FromWorker = { type: 'done', values: perform(ready, message) };
  parentPort?.postMessage(reply);
}

function perform(ready: Interpreter, message: ToWorker): ReadonlyMap<string, Tensor> {
  switch (message.type) {
    case 'run':
      return ready.run(message.name, message.feeds, collective(message.firstRow), message.results);
    case 'read':
      return ready.read(message.names);
    case 'assign':
      ready.assign(message.values);
      return new Map();
  }
}

function fail(error: unknown): void {
  breakExchange(setup.exchange);
  const reply: FromWorker = { type: 'failed', message: error instanceof Error ? error.message : String(error) };
  parentPort?.postMessage(reply);
}
