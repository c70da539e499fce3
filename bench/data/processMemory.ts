import type { ChildProcess } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { median } from '../training/report';

export interface ProcessMemory {
  /** The largest resident memory of any process by its end, in bytes. */
  readonly peak: number;
  /** The median of what was resident in the second half of the time. */
  readonly steady: number;
}

/** The memory of the processes that `child` starts (Linux). */
export function processMemory(child: ChildProcess): Promise<ProcessMemory> {
  return new Promise((resolve, reject) => {
    let peak = 0;
    const resident: number[] = [];
    const look = setInterval(() => {
      void childrenOf(child.pid ?? 0).then((states) => {
        peak = Math.max(peak, ...states.map(({ highest }) => highest));
        if (states.length > 0) resident.push(Math.max(...states.map(({ now }) => now)));
      });
    }, 100);
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(look);
      if (code === 0) resolve({ peak, steady: median(resident.slice(resident.length >> 1)) });
      else reject(new Error(`the training ended with ${String(code)}`));
    });
  });
}

async function childrenOf(parent: number): Promise<readonly { readonly highest: number; readonly now: number }[]> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const states = await Promise.all(processes.map((name) => readFile(`/proc/${name}/status`, 'utf8').catch(() => '')));
  const bytes = (state: string, name: string): number =>
    1024 * Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(state)?.[1] ?? 0);
  return states
    .filter((state) => new RegExp(`^PPid:\\s+${parent}$`, 'm').test(state))
    .map((state) => ({ highest: bytes(state, 'VmHWM'), now: bytes(state, 'VmRSS') }));
}
