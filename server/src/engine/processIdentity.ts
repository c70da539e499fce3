/** A process is known by its number and the moment it started: numbers are used again. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** When the process started, in whatever spelling the system has; undefined where there is no such process. */
export async function processStart(pid: number): Promise<string | undefined> {
  try {
    if (process.platform === 'linux') return linuxStart(await readFile(`/proc/${pid}/stat`, 'utf8'));
    if (process.platform === 'win32')
      return (await run('powershell.exe', [...windowsArguments(pid)])).stdout.trim() || undefined;
    return (await run('ps', ['-o', 'lstart=', '-p', String(pid)])).stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Whether the process that had this number and start is still alive. */
export async function isSameProcess(pid: number, start: string | undefined): Promise<boolean> {
  const found = await processStart(pid);
  return found !== undefined && (start === undefined || found === start);
}

/** Field 22 of `/proc/PID/stat`, counted behind the command's name, which may hold blanks; a zombie (state Z) is dead. */
function linuxStart(text: string): string | undefined {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : fields[19];
}

function windowsArguments(pid: number): readonly string[] {
  return ['-NoProfile', '-NonInteractive', '-Command', `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`];
}
