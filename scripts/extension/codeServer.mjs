import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

/**
 * Starts code-server on 127.0.0.1 with one extensions folder and settings of its own.
 *
 * @param {object} options
 * @param {readonly string[]} options.command from setUpCodeServer
 * @param {string} options.userData its user data folder
 * @param {string} options.extensions its extensions folder
 * @param {Record<string, unknown>} options.settings of the user
 * @param {Record<string, unknown>} options.machineSettings those of machine scope
 * @param {number} [options.port] taken where it is free
 * @param {number} [options.graceSeconds] how long the extensions of a closed window go on
 * @param {Record<string, string>} [options.env]
 * @returns {Promise<{ address: string, ended: Promise<void>, stop: () => Promise<void>, log: () => string }>} when it listens
 */
export async function startCodeServer({
  command,
  userData,
  extensions,
  settings,
  machineSettings,
  port,
  graceSeconds,
  env,
}) {
  for (const [folder, content] of Object.entries({ User: settings, Machine: machineSettings })) {
    await mkdir(join(userData, folder), { recursive: true });
    await writeFile(join(userData, folder, 'settings.json'), `${JSON.stringify(content, undefined, 2)}\n`);
  }
  const config = join(userData, 'config.yaml');
  await writeFile(config, '{}\n');
  const [program, ...first] = command;
  const address = `127.0.0.1:${await freePort(port)}`;
  const args = ['--config', config, '--auth', 'none', '--bind-addr', address, '--user-data-dir', userData];
  const quiet = [
    '--extensions-dir',
    extensions,
    '--disable-workspace-trust',
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-getting-started-override',
  ];
  const grace = graceSeconds === undefined ? [] : ['--reconnection-grace-time', String(graceSeconds)];
  const child = spawn(program, [...first, ...args, ...quiet, ...grace], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let log = '';
  const ended = new Promise((resolve) => child.on('close', () => resolve()));
  await new Promise((resolve, reject) => {
    const read = (text) => {
      log += text;
      if (log.includes('HTTP server listening on')) resolve();
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.on('error', reject);
    void ended.then(() => reject(new Error(`code-server has ended:\n${log.slice(-4000)}`)));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { address: `http://${address}`, ended, stop, log: () => log };
}

async function freePort(wanted = 0) {
  try {
    return await listenOnce(wanted);
  } catch {
    return listenOnce(0);
  }
}

function listenOnce(wanted) {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(wanted, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
