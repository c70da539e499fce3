import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { launchEngine, type EngineListener } from '../engine/launch';
import type { EngineRequest } from '../protocol/engineMessages';
import { eventToJson } from '../protocol/eventJson';
import type { EndEvent, RunEvent } from '../protocol/runEvents';
import type { CommandOutput, Writer } from './command';
import { createTrainDisplay } from './trainDisplay';

export interface TrainEnvironment {
  readonly output: Writer;
  readonly errors: Writer;
  /** The bundle of the engine process. */
  readonly script: string;
}

/** The events that `--json` writes; the rest are for windows. */
const written = new Set<RunEvent['event']>(['start', 'batch', 'epoch', 'evaluate', 'end']);

/**
 * Starts an engine process and tells what it does until it has ended; an interrupt stops the training. Gives the
 * exit status: 0, or 1 where the training or an assertion failed. `sequence` is the last event already known.
 */
export async function followTraining(
  request: EngineRequest,
  environment: TrainEnvironment,
  json: boolean,
  sequence = 0,
): Promise<number> {
  const follower = createRunFollower(environment, json);
  const connection = launchEngine(request, { script: environment.script, sequence, ...follower });
  const stop = (): void => connection.stop();
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    await connection.closed;
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
  return follower.status();
}

/** Tells events as a person or a program reads them; the exit status is 1 until an end says otherwise. */
export function createRunFollower(
  { output, errors }: TrainEnvironment,
  json: boolean,
): EngineListener & { status(): number } {
  const display = createTrainDisplay(output, errors);
  let status = 1;
  return {
    status: () => status,
    onEvents: (events) => {
      for (const event of events) {
        if (!json) display(event);
        else if (written.has(event.event)) output.write(`${eventToJson(event)}\n`);
        else if (event.event === 'warning') errors.write(`${event.message}\n`);
        if (event.event === 'end') status = exitStatus(event);
      }
    },
  };
}

/** The engine's bundle lies beside that of the command line, links followed, where the output names no other. */
export async function trainEnvironment({ out, err, engineScript }: CommandOutput): Promise<TrainEnvironment> {
  const script = engineScript ?? join(dirname(await realpath(process.argv[1] ?? '.')), 'engine.js');
  return { output: out, errors: err, script };
}

function exitStatus(event: EndEvent): number {
  const failed = event.reason === 'failed' || event.reason === 'killed';
  return failed || event.assertions?.some(({ holds }) => !holds) === true ? 1 : 0;
}
