/** The jobs of a Ray cluster over its dashboard's HTTP interface (docs.ray.io, "Ray Jobs REST API"). */
import * as http from 'node:http';
import * as https from 'node:https';
import * as z from 'zod';
import { RunProblem, textOf } from '../runProblem';
import { rayToken } from './rayToken';

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

/** The version of Ray that runs at an address. Throws a RunProblem where no Ray answers, or it wants another token. */
export async function rayVersion(address: string): Promise<string> {
  const origin = rayAddress(address);
  const { status, body } = await withToken((headers) => get(`${origin}/api/version`, headers)).catch(
    (error: unknown) => {
      throw unreachable(origin, error);
    },
  );
  if (status === 401 || status === 403) throw noEntry(origin, status);
  const version = versionSchema.safeParse(status === 200 ? body : undefined);
  if (version.success) return version.data.ray_version;
  throw new RunProblem('ray/address', {
    message: `There is no Ray cluster at ${origin}`,
    reason: 'Something answers there, but not as Ray does.',
    nextStep:
      "Take the address of the dashboard: the head node's name and port 8265, unless ray start was told another.",
  });
}

/** Whether a cluster answers to those alone who send its token; false where it does not answer at all. */
export async function wantsToken(address: string): Promise<boolean> {
  const answer = await get(`${rayAddress(address)}/api/version`).catch(() => undefined);
  return answer?.status === 401;
}

/** How a job stands; undefined where the cluster does not know it. Throws where nobody answers, or not as Ray does. */
export async function rayJobState(address: string, job: string): Promise<RayJobState | undefined> {
  const url = `${rayAddress(address)}/api/jobs/${encodeURIComponent(job)}`;
  const { status, body } = await withToken((headers) => get(url, headers));
  if (status === 404) return undefined;
  // A cluster that is in trouble has not forgotten the job.
  if (status !== 200) throw new Error(`the cluster answered ${status}`);
  return jobSchema.parse(body);
}

/** Asks a job to end; it writes a checkpoint first. Throws where nobody answers, or the cluster refuses. */
export async function stopRayJob(address: string, job: string): Promise<void> {
  const url = new URL(`${rayAddress(address)}/api/jobs/${encodeURIComponent(job)}/stop`);
  const { status } = await withToken((headers) => post(url, headers));
  if (status !== 200) throw new Error(`the cluster answered ${status}`);
}

interface Answer {
  readonly status: number;
}

interface Headers {
  readonly authorization?: string;
}

/** Asks without the token first: it is told to nobody but a cluster that wants one. */
async function withToken<T extends Answer>(send: (headers: Headers) => Promise<T>): Promise<T> {
  const answer = await send({});
  const token = answer.status === 401 ? rayToken() : undefined;
  return token === undefined ? answer : send({ authorization: `Bearer ${token}` });
}

/** The answer as JSON; its body is undefined where it is none. */
async function get(url: string, headers: Headers = {}): Promise<Answer & { readonly body: unknown }> {
  const answer = await fetch(url, { headers: { ...headers }, signal: AbortSignal.timeout(patience) });
  const body: unknown = await answer.json().catch(() => undefined);
  return { status: answer.status, body };
}

/** Not by `fetch`: Ray takes what sends Sec-Fetch-Mode for a browser, and lets none post. */
function post(url: URL, headers: Headers): Promise<Answer> {
  const { request } = url.protocol === 'https:' ? https : http;
  const options = { method: 'POST', headers: { ...headers }, signal: AbortSignal.timeout(patience) };
  return new Promise((resolve, reject) => {
    const asked = request(url, options, (answer) => {
      answer.resume();
      answer.once('error', reject);
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0 }));
    });
    asked.once('error', reject);
    asked.end();
  });
}

function noEntry(origin: string, status: 401 | 403): RunProblem {
  const isMissing = status === 401;
  return new RunProblem('ray/token', {
    message: isMissing
      ? `The Ray cluster at ${origin} wants a token`
      : `The Ray cluster at ${origin} has another token`,
    reason: isMissing
      ? 'There is none in RAY_AUTH_TOKEN, in the file RAY_AUTH_TOKEN_PATH, or in ~/.ray/auth_token.'
      : 'It is not that of RAY_AUTH_TOKEN, of the file RAY_AUTH_TOKEN_PATH, or of ~/.ray/auth_token.',
    nextStep:
      'On the head node `ray get-auth-token` prints it: write it into ~/.ray/auth_token here, or start the editor with RAY_AUTH_TOKEN_PATH.',
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
