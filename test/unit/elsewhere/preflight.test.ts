import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { preflight } from '../../../server/src/engine/elsewhere/preflight';
import { RunProblem } from '../../../server/src/engine/runProblem';
import type { TrainingPlace } from '../../../server/src/protocol/engineMessages';
import { freePort } from '../../helpers/freePort';

let folder: string;
let server: Server | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shapewright-preflight-'));
});

afterEach(async () => {
  server?.close();
  server = undefined;
  await rm(folder, { recursive: true, force: true });
});

/** A program that answers as `versions.py` does in a Python with these packages. */
async function pythonWith(packages: Readonly<Record<string, string>>): Promise<string> {
  const program = join(folder, 'python');
  const answer = JSON.stringify({ python: '3.11.7', packages });
  await writeFile(program, `#!${process.execPath}\nprocess.stdout.write(${JSON.stringify(answer)});\n`);
  await chmod(program, 0o755);
  return program;
}

/** A server that answers every question with these words. */
async function answering(words: string): Promise<string> {
  const port = await freePort();
  const opened = createServer((_request, response) => response.end(words));
  server = opened;
  await new Promise<void>((resolve) => opened.listen(port, '127.0.0.1', resolve));
  return `http://127.0.0.1:${port}`;
}

async function problemOf(place: TrainingPlace, batchSize = 64): Promise<RunProblem> {
  const caught: unknown = await preflight(place, batchSize).catch((error: unknown) => error);
  if (!(caught instanceof RunProblem)) throw new Error(`no problem: ${JSON.stringify(caught)}`);
  return caught;
}

const cluster = JSON.stringify({ version: '4', ray_version: '2.60.0' });
const complete = { keras: '3.15.1', jax: '0.10.2', numpy: '2.4.6', safetensors: '0.8.0', ray: '2.60.0' };

describe('before anything is submitted', () => {
  test('a Python that is not there is told', async () => {
    const problem = await problemOf({ kind: 'python', python: join(folder, 'nothing') });
    expect(problem).toMatchObject({ code: 'python/missing', message: expect.stringContaining('there is no Python') });
    expect(problem.reason).toBe(`There is no ${join(folder, 'nothing')}.`);
    expect(problem.nextStep).toContain('shapewright.python');
  });

  test('a program that is no Python is told', async () => {
    const program = join(folder, 'hello');
    await writeFile(program, `#!${process.execPath}\nconsole.log('hello');\n`);
    await chmod(program, 0o755);
    const problem = await problemOf({ kind: 'python', python: program });
    expect(problem.reason).toBe(`${program} does not answer as Python does.`);
  });

  test('packages that are missing are named, with the command that installs them', async () => {
    const program = await pythonWith({ keras: '3.15.1', numpy: '2.4.6' });
    const problem = await problemOf({ kind: 'python', python: program });
    expect(problem.code).toBe('python/packages');
    expect(problem.message).toContain('jax, safetensors are missing');
    expect(problem.nextStep).toContain(`${program} -m pip install --requirement`);
  });

  test('a Keras that is too old is told', async () => {
    const program = await pythonWith({ ...complete, keras: '2.15.0' });
    expect(await problemOf({ kind: 'python', python: program })).toMatchObject({
      code: 'python/version',
      message: 'Keras 2.15.0 is too old',
    });
  });

  test.each(['ray://head:10001', 'head:8265', ''])('%j is no address', async (address) => {
    const problem = await problemOf({ kind: 'ray', address, workers: 2 });
    expect(problem.code).toBe('ray/address');
    expect(problem.nextStep).toContain('http://HOST:8265');
  });

  test('an address where nobody answers is told', async () => {
    const address = `http://127.0.0.1:${await freePort()}`;
    const problem = await problemOf({ kind: 'ray', address, workers: 2 });
    expect(problem).toMatchObject({ code: 'ray/unreachable', message: `No Ray cluster answers at ${address}` });
    expect(problem.reason).toBe('Nothing listens there (ECONNREFUSED).');
    expect(problem.nextStep).toContain('ray start');
    expect(problem.nextStep).toContain('shapewright.targets');
  });

  test('an address where something else answers is told', async () => {
    const address = await answering('hello');
    expect(await problemOf({ kind: 'ray', address, workers: 2 })).toMatchObject({
      code: 'ray/address',
      message: `There is no Ray cluster at ${address}`,
    });
  });

  test('a Python without Ray is told', async () => {
    const python = await pythonWith({ keras: '3.15.1' });
    const problem = await problemOf({ kind: 'ray', address: await answering(cluster), workers: 2, python });
    expect(problem).toMatchObject({
      code: 'python/packages',
      message: 'No job can be submitted to Ray: ray is missing',
    });
    expect(problem.nextStep).toContain(`${python} -m pip install "ray[default,train]==2.60.0"`);
  });

  test('another version of Ray than the cluster’s is told, with the command that installs it', async () => {
    const python = await pythonWith({ ...complete, ray: '2.49.1' });
    const problem = await problemOf({ kind: 'ray', address: await answering(cluster), workers: 2, python });
    expect(problem).toMatchObject({
      code: 'ray/version',
      message: 'Ray 2.49.1 cannot submit to a cluster of Ray 2.60.0',
    });
    expect(problem.nextStep).toContain('"ray[default,train]==2.60.0"');
  });

  test.each([
    [3, 64, 'Set batch_size to 63 or 66, or take 2 workers.'],
    [5, 64, 'Set batch_size to 60 or 65, or take 4 workers.'],
    [8, 5, 'Set batch_size to 8, or take 5 workers.'],
    [2, 7, 'Set batch_size to 6 or 8, or take 1 worker.'],
  ])('%i workers do not share a batch of %i evenly', async (workers, batchSize, nextStep) => {
    const problem = await problemOf({ kind: 'ray', address: 'http://127.0.0.1:1', workers }, batchSize);
    expect(problem).toMatchObject({ code: 'ray/shares', nextStep });
  });

  test('what is all there goes through', async () => {
    const python = await pythonWith(complete);
    const address = await answering(cluster);
    expect(await preflight({ kind: 'ray', address, workers: 4, python }, 64)).toMatchObject({ program: python });
    expect(await preflight({ kind: 'python', python }, 64)).toMatchObject({ packages: complete });
  });
});
