import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { rayJobState, rayVersion, stopRayJob, wantsToken } from '../../../server/src/engine/elsewhere/rayServer';
import { rayToken } from '../../../server/src/engine/elsewhere/rayToken';
import { freePort } from '../../helpers/freePort';

let folder: string;
let server: Server;
let address: string;
let wanted: string | undefined;
const sent: (string | undefined)[] = [];

/** As the dashboard of Ray does with RAY_AUTH_MODE=token (ray/_private/authentication/http_token_authentication.py). */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shapewright-token-'));
  vi.stubEnv('RAY_AUTH_TOKEN', '');
  vi.stubEnv('RAY_AUTH_TOKEN_PATH', join(folder, 'none'));
  wanted = 'right';
  sent.length = 0;
  server = createServer(({ headers }, response) => {
    sent.push(headers.authorization);
    if (wanted === undefined || headers.authorization === `Bearer ${wanted}`)
      response.end(JSON.stringify({ ray_version: '2.60.0', status: 'RUNNING' }));
    else response.writeHead(headers.authorization === undefined ? 401 : 403).end('no entry');
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${port}`;
});

afterEach(async () => {
  server.close();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

test('a cluster that wants a token is sent the one of its file', async () => {
  const file = join(folder, 'auth_token');
  await writeFile(file, 'right\n');
  vi.stubEnv('RAY_AUTH_TOKEN_PATH', file);
  expect(await wantsToken(address)).toBe(true);
  expect(await rayVersion(address)).toBe('2.60.0');
  expect(await rayJobState(address, 'job')).toMatchObject({ status: 'RUNNING' });
  await expect(stopRayJob(address, 'job')).resolves.toBeUndefined();
});

test('a cluster that wants none is sent none', async () => {
  wanted = undefined;
  vi.stubEnv('RAY_AUTH_TOKEN', 'right');
  expect(rayToken()).toBe('right');
  expect(await wantsToken(address)).toBe(false);
  expect(await rayVersion(address)).toBe('2.60.0');
  await stopRayJob(address, 'job');
  expect(sent).toEqual([undefined, undefined, undefined]);
});

test('a token that is missing is told before anything is submitted', async () => {
  await expect(rayVersion(address)).rejects.toMatchObject({
    code: 'ray/token',
    message: `The Ray cluster at ${address} wants a token`,
    nextStep: expect.stringContaining('ray get-auth-token'),
  });
});

test('a token that is another one is told', async () => {
  vi.stubEnv('RAY_AUTH_TOKEN', 'wrong');
  await expect(rayVersion(address)).rejects.toMatchObject({
    code: 'ray/token',
    message: `The Ray cluster at ${address} has another token`,
  });
});
