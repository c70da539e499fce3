/**
 * An engine process from its start: it reads one EngineRequest from its standard input, says `ready` once windows can
 * attach, and ends when the training has ended. Whatever is written to standard error goes to `engine.log` of the run.
 */
import { engineRequestSchema } from '../protocol/engineMessageSchema';
import { runEngineProcess, type EngineDependencies } from './engineProcess';

/** Never returns: the process exits with 0, or with 1 where the training failed. */
export function enterEngineProcess(dependencies: Omit<EngineDependencies, 'onListening'>): void {
  perform(dependencies).then(
    // Threads of the back end would hold the process; everything is written by now.
    (succeeded) => process.exit(succeeded ? 0 : 1),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}

async function perform(dependencies: Omit<EngineDependencies, 'onListening'>): Promise<boolean> {
  const request = engineRequestSchema.parse(JSON.parse(await readAll(process.stdin)));
  // The starter may have gone by then; a closed pipe is no reason to end.
  process.stdout.on('error', () => undefined);
  return runEngineProcess(request, { ...dependencies, onListening: () => process.stdout.write('ready\n') });
}

async function readAll(stream: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream)
    chunks.push(chunk instanceof Uint8Array ? Buffer.from(chunk) : Buffer.from(String(chunk)));
  return Buffer.concat(chunks).toString('utf8');
}
