/** The jobs of a Ray cluster over its dashboard's HTTP interface (docs.ray.io, "Ray Jobs REST API"). */
import * as http from 'node:http';
import * as https from 'node:https';
import * as z from 'zod';
import { RunProblem, textOf } from '../runProblem';

const versionSchema = z.object({ ray_version: z.string() });

const jobSchema = z.object({
  status: z.enum(['PENDING', 'RUNNING', 'STOPPED', 'SUCCEEDED', 'FAILED']),
  message: z.string().nullish(),
});

export type RayJobState = z.infer<typeof jobSchema>;

/** Milliseconds for one answer. */
const patience = 10_000;

/** An address as it is asked; throws a RunProblem where it is none. */
export function rayAddress(text: string): string {
  try {
    const { protocol, origin } = new URL(text);
    if (protocol === 'http:' || protocol === 'https:') return origin;
  } catch {
    // Told below.
  }
  throw new RunProblem('ray/address', {
    message: `"${text}" is no address of a Ray cluster`,
    reason: 'Jobs are submitted over HTTP, to the address of the dashboard.',
    nextStep: 'Write it as http://HOST:8265 (ray start prints it); not the ray:// address of the client.',
  });
}

/** The version of Ray that runs at an address. Throws a RunProblem where no Ray answers. */
export async function rayVersion(address: string): Promise<string> {
  const origin = rayAddress(address);
  const answer = await ask(`${origin}/api/version`).catch((error: unknown) => {
    throw unreachable(origin, error);
  });
  const version = versionSchema.safeParse(answer);
  if (version.success) return version.data.ray_version;
  throw new RunProblem('ray/address', {
    message: `There is no Ray cluster at ${origin}`,
    reason: 'Something answers there, but not as Ray does.',
    nextStep:
      "Take the address of the dashboard: the head node's name and port 8265, unless ray start was told another.",
  });
}

/** How a job stands; undefined where the cluster does not know it. Throws where nobody answers, or not as Ray does. */
export async function rayJobState(address: string, job: string): Promise<RayJobState | undefined> {
  const answer = await fetch(`${rayAddress(address)}/api/jobs/${encodeURIComponent(job)}`, {
    signal: AbortSignal.timeout(patience),
  });
  if (answer.status === 404) return undefined;
  // A cluster that is in trouble has not forgotten the job.
  if (!answer.ok) throw new Error(`the cluster answered ${answer.status}`);
  return jobSchema.parse(await answer.json());
}

/** Asks a job to end; it writes a checkpoint first. Throws where nobody answers, or the cluster refuses. */
export async function stopRayJob(address: string, job: string): Promise<void> {
  const url = new URL(`${rayAddress(address)}/api/jobs/${encodeURIComponent(job)}/stop`);
  const status = await post(url);
  if (status !== 200) throw new Error(`the cluster answered ${status}`);
}

/** The status of the answer. Not by `fetch`: Ray takes what sends Sec-Fetch-Mode for a browser, and lets none post. */
function post(url: URL): Promise<number> {
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', signal: AbortSignal.timeout(patience) }, (answer) => {
      answer.resume();
      answer.once('error', reject);
      answer.once('end', () => resolve(answer.statusCode ?? 0));
    });
    asked.once('error', reject);
    asked.end();
  });
}

function unreachable(origin: string, error: unknown): RunProblem {
  return new RunProblem('ray/unreachable', {
    message: `No Ray cluster answers at ${origin}`,
    reason: reasonOf(error),
    nextStep:
      'Start one (ray start --head --include-dashboard=true), let its port through, or correct the address: --address, or the setting shapewright.targets.',
    error,
  });
}

/** Why nobody answers: what stands behind `fetch failed`, in words where it is one of the common cases. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ECONNREFUSED') return 'Nothing listens there (ECONNREFUSED).';
  if (code === 'ENOTFOUND') return 'No machine of that name is known (ENOTFOUND).';
  if (cause instanceof Error && cause.name === 'TimeoutError') return `Nothing came within ${patience / 1000} s.`;
  return `${textOf(cause).replace(/\.$/, '')}.`;
}

/** The answer as JSON; undefined for an error of the server's. */
async function ask(url: string): Promise<unknown> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(patience) });
  try {
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined;
  }
}
