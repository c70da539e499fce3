import { spawn } from 'node:child_process';

/**
 * Runs a program to its end, without a shell and without input; fails with the end of its output.
 *
 * @param {readonly string[]} command program and arguments
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, show?: boolean }} options `show` passes
 *   the output through
 * @returns {Promise<string>} what it wrote
 */
export function run([program, ...args], { cwd, env, show = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        output += text;
        if (show) process.stdout.write(text);
      });
    }
    child.on('error', (error) => reject(new Error(`${program} does not start: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(output);
      const said = show ? '' : `\n${output.slice(-4000)}`;
      reject(new Error(`${[program, ...args].join(' ')} ended with ${code ?? signal}${said}`));
    });
  });
}

/** npm as a command: by its script where npm started us, as npm.cmd cannot be started without a shell. */
export function npm(...args) {
  const script = process.env.npm_execpath;
  return script?.endsWith('.js') ? [process.execPath, script, ...args] : ['npm', ...args];
}
