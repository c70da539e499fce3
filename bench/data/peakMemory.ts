import type { ChildProcess } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';

/** The largest resident memory, in bytes, that any process started by `child` has had by its end (Linux). */
export function peakMemory(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let peak = 0;
    const look = setInterval(
      () => void childrenOf(child.pid ?? 0).then((peaks) => (peak = Math.max(peak, ...peaks))),
      200,
    );
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(look);
      if (code === 0) resolve(peak);
      else reject(new Error(`the training ended with ${String(code)}`));
    });
  });
}

async function childrenOf(parent: number): Promise<readonly number[]> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const states = await Promise.all(processes.map((name) => readFile(`/proc/${name}/status`, 'utf8').catch(() => '')));
  return states
    .filter((state) => new RegExp(`^PPid:\\s+${parent}$`, 'm').test(state))
    .map((state) => 1024 * Number(/^VmHWM:\s+(\d+)/m.exec(state)?.[1] ?? 0));
}
