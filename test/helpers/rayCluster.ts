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

/** Starts a cluster with so many processors, and resolves once it takes jobs, at `wanted` or where there is room. */
export async function startRayCluster(processors = 2, wanted?: number): Promise<RayCluster> {
  const python = await rayToolsPython();
  // Sockets of Ray lie below it: their addresses have room for a hundred characters.
  const folder = await mkdtemp('/tmp/sw-ray-');
  const [port, dashboard, client] = [await freePort(), wanted ?? (await freePort()), await freePort()];
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
    env: rayEnvironment(python),
  });
  const cluster = {
    address: `http://127.0.0.1:${dashboard}`,
    processes: async (text: string) =>
      (await processesBelow(child.pid ?? 0)).filter(({ command }) => command.includes(text)).map(({ pid }) => pid),
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

/** For what starts a Ray that concerns this machine alone. */
export function rayEnvironment(python: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    // The workers' `python` is the one that has Ray; without the next one Ray would listen on outer addresses too.
    PATH: `${dirname(python)}${delimiter}${process.env['PATH'] ?? ''}`,
    RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER: '0',
    RAY_enable_metrics_collection: '0',
    // A token that lies on this machine would decide whether the cluster wants it.
    RAY_AUTH_MODE: 'disabled',
    JAX_PLATFORMS: 'cpu',
  };
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

/** `--block` ends all of them when it is asked to; what is left after that is killed. */
async function stopCluster(child: ChildProcess, folder: string): Promise<void> {
  const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : Promise.resolve();
  const own = await processesBelow(child.pid ?? 0);
  child.kill('SIGTERM');
  await ended;
  const left = await allProcesses();
  for (const { pid, command } of own) {
    // A number may have gone to another process meanwhile; Ray's own are known by what they run.
    const now = left.find((process) => process.pid === pid)?.command;
    if (now === undefined || (now !== command && !now.startsWith('ray::'))) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** The processes below one, itself among them, by /proc: Ray gives its workers new titles, but no new parents. */
async function processesBelow(root: number): Promise<readonly Process[]> {
  const all = await allProcesses();
  const found = new Set([root]);
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  return all.filter(({ pid }) => found.has(pid));
}

async function allProcesses(): Promise<readonly Process[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid): Promise<readonly Process[]> => {
      try {
        const stat = await readFile(join('/proc', String(pid), 'stat'), 'utf8');
        const command = (await readFile(join('/proc', String(pid), 'cmdline'), 'utf8')).replaceAll('\0', ' ');
        // The name in brackets may hold anything; behind it come the state and the parent.
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        return [{ pid, parent, command }];
      } catch {
        return [];
      }
    }),
  );
  return found.flat();
}
