/**
 * The engine process. It reads one EngineRequest from its standard input, says `ready` once windows can attach, and
 * ends when the training has ended. Whatever is written to standard error goes to `engine.log` of the run.
 */
import { engineRequestSchema } from '../protocol/engineMessageSchema';
import { runEngineProcess } from './engineProcess';
import { selectEngine } from './selectEngine';

/** After the last window has gone. */
const graceTime = 30_000;

async function main(): Promise<void> {
  const request = engineRequestSchema.parse(JSON.parse(await readAll(process.stdin)));
  const succeeded = await runEngineProcess(request, {
    selectEngine,
    graceTime,
    // The starter may have gone by then; a closed pipe is no reason to end.
    onListening: () => process.stdout.on('error', () => undefined).write('ready\n'),
  });
  // Threads of the back end would hold the process; everything is written by now.
  process.exit(succeeded ? 0 : 1);
}

async function readAll(stream: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk instanceof Uint8Array ? chunk : String(chunk)));
  return Buffer.concat(chunks).toString('utf8');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
