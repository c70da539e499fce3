/** A server and a program that stand in for a Ray cluster and its command line: tests say what its jobs do. */
import { once } from 'node:events';
import { chmod, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';

export interface StandInJob {
  readonly id: string;
  /** The exported folder, where the submitter has it. */
  readonly folder: string;
  /** Adds to its log; followers hear it at once. */
  say(text: string): void;
  end(status: 'SUCCEEDED' | 'STOPPED' | 'FAILED'): void;
  /** Once it was asked to stop. */
  readonly stopped: Promise<void>;
}

export interface StandInRay {
  readonly address: string;
  /** The interpreter that has "Ray". */
  readonly python: string;
  readonly jobs: readonly StandInJob[];
  stop(): Promise<void>;
}

interface KeptJob {
  readonly job: StandInJob;
  readonly status: () => string;
  readonly askToStop: () => void;
  /** Gives what was said so far, and the rest as it comes. */
  readonly follow: (response: ServerResponse) => void;
}

/**
 * The program is written into `folder` as `standInPython`; `onSubmit` hears of each job as the cluster takes it. Without
 * a port it listens where there is room.
 */
export async function startStandInRay(
  folder: string,
  onSubmit: (job: StandInJob) => void,
  port = 0,
): Promise<StandInRay> {
  const kept = new Map<string, KeptJob>();
  const server = createServer((request, response) => {
    const [, , , id = '', verb] = (request.url ?? '').split('/').map(decodeURIComponent);
    const known = kept.get(id);
    if (request.url === '/api/version') response.end(JSON.stringify({ ray_version: version }));
    else if (verb === 'submit') {
      request.setEncoding('utf8').once('data', (source: string) => {
        const submitted = keepJob(id, source);
        kept.set(id, submitted);
        response.end();
        onSubmit(submitted.job);
      });
    } else if (known === undefined) response.writeHead(404).end();
    else if (verb === 'logs') known.follow(response);
    else if (verb === 'stop') {
      known.askToStop();
      response.end('{}');
    } else response.end(JSON.stringify({ status: known.status() }));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the stand-in has no port');
  const python = standInPython(folder);
  await writeFile(python, programText());
  await chmod(python, 0o755);
  return {
    address: `http://127.0.0.1:${bound.port}`,
    python,
    get jobs() {
      return [...kept.values()].map(({ job }) => job);
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Where a stand-in writes its program. */
export function standInPython(folder: string): string {
  return join(folder, 'python-with-ray');
}

const version = '2.60.0';

function keepJob(id: string, folder: string): KeptJob {
  let log = '';
  let status = 'RUNNING';
  let askToStop = (): void => undefined;
  const followers = new Set<ServerResponse>();
  const stopped = new Promise<void>((resolve) => (askToStop = resolve));
  return {
    job: {
      id,
      folder,
      say: (text) => {
        log += text;
        for (const follower of followers) follower.write(text);
      },
      end: (word) => {
        status = word;
        for (const follower of followers) follower.end();
        followers.clear();
      },
      stopped,
    },
    status: () => status,
    askToStop: () => askToStop(),
    follow: (response) => {
      response.write(log);
      if (status === 'RUNNING') followers.add(response);
      else response.end();
    },
  };
}

/** Answers as `versions.py` does, and passes `ray job submit` and `ray job logs` on to the server. */
function programText(): string {
  const versions = JSON.stringify({ python: '3.11.7', packages: { ray: version } });
  return `#!${process.execPath}
const { Readable } = require('node:stream');
const args = process.argv.slice(2);
const option = (name) => args[args.indexOf(name) + 1];
const ask = (id, verb, options) => fetch(option('--address') + '/api/jobs/' + encodeURIComponent(id) + '/' + verb, options);
if (!args.includes('job')) process.stdout.write(${JSON.stringify(versions)});
else if (args.includes('submit'))
  ask(option('--submission-id'), 'submit', { method: 'POST', body: option('--working-dir') });
else ask(option('--follow'), 'logs').then((answer) => Readable.fromWeb(answer.body).pipe(process.stdout));
`;
}
