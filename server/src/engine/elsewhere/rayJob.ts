import { spawn } from 'node:child_process';
import { cleanEnvironment } from '../native/provision/cleanEnvironment';
import { runProgram } from '../native/provision/runProgram';
import { RunProblem, textOf } from '../runProblem';
import type { Job, JobEnd } from './job';
import { rayAddress, rayJobState, stopRayJob, wantsToken } from './rayServer';

export interface RayJobPlace {
  readonly address: string;
  /** The name of the job on the cluster. */
  readonly id: string;
  /** The interpreter that has Ray. */
  readonly python: string;
}

export interface RayJobOptions {
  readonly workers: number;
  /** A GPU for each worker. */
  readonly gpu: boolean;
  /** Tells every batch, not ten a second. */
  readonly everyStep?: boolean;
}

/** Seconds that a job which is asked to stop has for its last checkpoint. */
const stopTime = 120;

/** The interpreter runs Ray's command line as a module: the script `ray` may be on no path. */
const rayCommand = ['-m', 'ray.scripts.scripts', 'job'];

const variables = {
  NO_COLOR: '1',
  RAY_USAGE_STATS_ENABLED: '0',
  PYTHONUNBUFFERED: '1',
  // Standard output is the log of the job and nothing else.
  RAY_LOG_TO_STDERR: '1',
};

/** Sends an exported folder to the cluster and starts `ray_train.py` there. Throws a RunProblem where it is refused. */
export async function submitRayJob(
  { address, id, python }: RayJobPlace,
  folder: string,
  { workers, gpu, everyStep = false }: RayJobOptions,
): Promise<void> {
  const jobVariables = {
    RAY_JOB_STOP_WAIT_TIME_S: String(stopTime),
    PYTHONUNBUFFERED: '1',
    KERAS_BACKEND: 'jax',
  };
  const runtime = { env_vars: jobVariables };
  const options = ['--address', rayAddress(address), '--working-dir', folder, '--submission-id', id, '--no-wait'];
  const flags = [...(gpu ? ['--gpu'] : []), ...(everyStep ? ['--every-step'] : [])];
  // The cluster unpacks equal folders once: each job has its own place there.
  const place = ['--run', `run/${id}`, '--tell', 'content'];
  const work = ['python', 'ray_train.py', '--workers', String(workers), ...place, ...flags];
  const args = [...rayCommand, 'submit', ...options, '--runtime-env-json', JSON.stringify(runtime), '--', ...work];
  try {
    await runProgram(python, args, { env: await environmentOf(address) });
  } catch (error) {
    throw new RunProblem('ray/submit', {
      message: `The Ray cluster at ${address} did not take the job`,
      reason: lastError(textOf(error)),
      nextStep: 'Look at the dashboard of the cluster; engine.log in the folder of the run has all of what Ray said.',
      error,
    });
  }
}

/** A job that was submitted, by this process or an earlier one. */
export function rayJob(place: RayJobPlace): Job {
  return {
    follow: async (onText) => {
      await followLog(place, onText);
      return endOf(place);
    },
    stop: () => stopRayJob(place.address, place.id),
  };
}

/** Until the job has ended or the connection has. */
async function followLog({ address, id, python }: RayJobPlace, onText: (text: string) => void): Promise<void> {
  const args = [...rayCommand, 'logs', '--address', rayAddress(address), '--follow', id];
  const environment = await environmentOf(address);
  return new Promise((resolve, reject) => {
    const child = spawn(python, args, {
      env: { ...cleanEnvironment(), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    child.stdout.setEncoding('utf8').on('data', onText);
    child.stderr.on('data', (bytes: Buffer) => process.stderr.write(bytes));
    child.once('error', reject);
    child.once('close', () => resolve());
  });
}

/** For Ray's command line, which sends its token where it is told to. */
async function environmentOf(address: string): Promise<NodeJS.ProcessEnv> {
  return (await wantsToken(address)) ? { ...variables, RAY_AUTH_MODE: 'token' } : variables;
}

async function endOf({ address, id }: RayJobPlace): Promise<JobEnd> {
  const state = await rayJobState(address, id);
  if (state === undefined)
    return { succeeded: false, words: `The cluster at ${address} no longer knows the job ${id}.` };
  if (state.status === 'PENDING' || state.status === 'RUNNING') throw new Error('the log ended while the job goes on');
  return {
    succeeded: state.status === 'SUCCEEDED',
    words: `${state.status.toLowerCase()}: ${lastError(state.message ?? '')}`,
  };
}

/** The line of a Python traceback that says something to a person. */
function lastError(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const named = lines.findLast((line) => /^[\w.]*(Error|Exception|Warning): /.test(line));
  return (named ?? lines.findLast((line) => line !== '') ?? '').slice(0, 400);
}
