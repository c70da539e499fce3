/** A Ray cluster of this machine alone, on loopback addresses, that goes with its test. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { freePort } from './freePort';
import { rayToolsPython } from './rayTools';

export interface RayCluster {
  /** Of the dashboard, where jobs are submitted. */
  readonly address: string;
  /** Processes whose command line holds a text; workers of Ray Train are `ray::RayTrainWorker`. */
  processes(text: string): Promise<readonly number[]>;
  stop(): Promise<void>;
}

/** Starts a cluster with so many processors, and resolves once it takes jobs. */
export async function startRayCluster(processors = 2): Promise<RayCluster> {
  const python = await rayToolsPython();
  // Sockets of Ray lie below it: their addresses have room for a hundred characters.
  const folder = await mkdtemp('/tmp/sw-ray-');
  const [port, dashboard, client] = [await freePort(), await freePort(), await freePort()];
  const options = [
    ['head'],
    ['block'],
    ['port', port],
    ['dashboard-host', '127.0.0.1'],
    ['dashboard-port', dashboard],
    ['dashboard-agent-listen-port', 0],
    ['ray-client-server-port', client],
    ['min-worker-port', 0],
    ['max-worker-port', 0],
    ['include-dashboard', 'true'],
    ['num-cpus', processors],
    ['object-store-memory', 200_000_000],
    ['node-ip-address', '127.0.0.1'],
    ['temp-dir', folder],
    ['disable-usage-stats'],
  ].map(([name, value]) => (value === undefined ? `--${name ?? ''}` : `--${name ?? ''}=${value}`));
  const child = spawn(python, ['-m', 'ray.scripts.scripts', 'start', ...options], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      // The workers' `python` is the one that has Ray; without this Ray would listen on outer addresses too.
      PATH: `${dirname(python)}${delimiter}${process.env['PATH'] ?? ''}`,
      RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER: '0',
      RAY_enable_metrics_collection: '0',
      JAX_PLATFORMS: 'cpu',
    },
  });
  const cluster = {
    address: `http://127.0.0.1:${dashboard}`,
    processes: (text: string) => processesOf(folder, text),
    stop: () => stopCluster(child, folder),
  };
  try {
    await says(child, 'Ray runtime started');
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  return cluster;
}

function says(child: ChildProcess, words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (bytes: Buffer) => {
        said = (said + bytes.toString()).slice(-8000);
        if (said.includes(words)) resolve();
      });
    }
    child.once('exit', (code) => reject(new Error(`ray start ended with ${code ?? 'a signal'}: ${said}`)));
  });
}

/** `--block` ends all of them when it is asked to; what is left after that belongs to the cluster's folder. */
async function stopCluster(child: ChildProcess, folder: string): Promise<void> {
  const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : Promise.resolve();
  const own = await processesOf(folder, '');
  child.kill('SIGTERM');
  await ended;
  for (const pid of new Set([...own, ...(await processesOf(folder, ''))])) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Processes with the folder of a cluster in their environment or command line, by /proc. */
async function processesOf(folder: string, text: string): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => {
      if (pid === process.pid) return [];
      try {
        const command = (await readFile(join('/proc', String(pid), 'cmdline'), 'utf8')).replaceAll('\0', ' ');
        const environment = await readFile(join('/proc', String(pid), 'environ'), 'utf8');
        const isOurs = command.includes(folder) || environment.includes(folder);
        return isOurs && command.includes(text) ? [pid] : [];
      } catch {
        return [];
      }
    }),
  );
  return found.flat();
}
