import { spawn } from 'node:child_process';
import { cleanEnvironment } from '../native/provision/cleanEnvironment';
import type { Job } from './job';

/**
 * Starts `train.py` of an exported folder. It ends with this process: what it tells goes through a pipe. `runFolder` is
 * where it keeps its checkpoints.
 */
export function startPythonJob(python: string, folder: string, runFolder: string, resume: boolean): Job {
  const args = ['train.py', '--run', runFolder, '--tell', 'name', ...(resume ? ['--resume'] : [])];
  const child = spawn(python, args, {
    cwd: folder,
    env: { ...cleanEnvironment(), KERAS_BACKEND: 'jax', PYTHONUNBUFFERED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  let tail = '';
  let heard: (text: string) => void = () => undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => heard(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-2000);
    process.stderr.write(text);
  });
  const end = new Promise<{ readonly succeeded: boolean; readonly words: string }>((resolve) => {
    child.once('error', (error) => resolve({ succeeded: false, words: error.message }));
    child.once('close', (code, signal) =>
      resolve({ succeeded: code === 0, words: `${signal ?? `exit code ${code ?? 'unknown'}`}. ${tail.trim()}` }),
    );
  });
  return {
    follow: (onText) => {
      heard = onText;
      return end;
    },
    stop: () => {
      child.kill('SIGTERM');
      return Promise.resolve();
    },
  };
}
