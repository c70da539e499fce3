import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { download, type RemoteFile } from '../../../server/src/engine/data/download';
import { locateFile } from '../../../server/src/engine/data/locateFile';
import { wordStream } from '../../../server/src/engine/training/random';
import { temporaryFolder } from '../helpers/temporaryFolder';

const draw = wordStream([9, 9], 9);
const content = Uint8Array.from({ length: 300_000 }, () => draw() % 256);
const sha256 = createHash('sha256').update(content).digest('hex');

interface FileServer {
  readonly remote: RemoteFile;
  /** The ranges asked for. */
  readonly ranges: readonly (string | undefined)[];
}

/** A file server of the test's own on this machine; `answer` sends what it likes. */
async function serve(
  answer: (request: IncomingMessage, response: ServerResponse, start: number) => void,
): Promise<FileServer> {
  const ranges: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    ranges.push(request.headers.range);
    answer(request, response, Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { remote: { url: `http://127.0.0.1:${port}/set.bin`, size: content.length, sha256 }, ranges };
}

/** Sends from `start`, and breaks the connection after `length` bytes where that is not all. */
function send(response: ServerResponse, start: number, length: number): void {
  response.writeHead(start > 0 ? 206 : 200, { 'content-length': content.length - start });
  const part = content.subarray(start, start + length);
  if (part.length === content.length - start) response.end(part);
  else response.write(part, () => response.destroy());
}

test('a download cut at ten places ends complete and verified, each byte sent once', async () => {
  const cuts = Array.from({ length: 10 }, () => 1 + (draw() % (content.length - 1))).sort((a, b) => a - b);
  const { remote, ranges } = await serve((_request, response, start) => {
    const cut = cuts.find((place) => place > start) ?? content.length;
    send(response, start, cut - start);
  });
  const file = join(await temporaryFolder(), 'cache', 'set.bin');
  const progress: number[] = [];
  await download(remote, file, { onProgress: (done) => progress.push(done) });
  expect(new Uint8Array(await readFile(file))).toEqual(content);
  expect(ranges.length).toBeGreaterThan(10);
  expect(ranges[0]).toBeUndefined();
  expect(progress).toEqual([...progress].sort((a, b) => a - b));
  expect(progress.at(-1)).toBe(content.length);
  expect(await readdir(join(file, '..'))).toEqual(['set.bin']);
});

test('a server without ranges sends all again', async () => {
  let calls = 0;
  const { remote } = await serve((_request, response) => {
    calls += 1;
    send(response, 0, calls === 1 ? 1000 : content.length);
  });
  const file = join(await temporaryFolder(), 'set.bin');
  await download(remote, file);
  expect(calls).toBe(2);
  expect(new Uint8Array(await readFile(file))).toEqual(content);
});

test('a file with another sum never gets the name, and what came is deleted', async () => {
  const { remote } = await serve((_request, response) => {
    response.end(Buffer.alloc(content.length));
  });
  const folder = await temporaryFolder();
  await expect(download(remote, join(folder, 'set.bin'))).rejects.toMatchObject({ code: 'data/checksum' });
  expect(await readdir(folder)).toEqual([]);
});

test('more than expected is cut off and never used', async () => {
  const { remote } = await serve((_request, response) => {
    response.end(Buffer.alloc(content.length * 3));
  });
  const folder = await temporaryFolder();
  await expect(download(remote, join(folder, 'set.bin'), { attempts: 1 })).rejects.toMatchObject({
    code: expect.stringMatching(/^data\/(download|checksum)$/),
  });
  expect(await readdir(folder)).not.toContain('set.bin');
});

test('a refusal and an absent server are told with the next step', async () => {
  const { remote } = await serve((_request, response) => {
    response.writeHead(404).end();
  });
  const file = join(await temporaryFolder(), 'set.bin');
  await expect(download(remote, file)).rejects.toMatchObject({
    code: 'data/download',
    reason: expect.stringContaining('404'),
  });
  const nowhere = { ...remote, url: 'http://127.0.0.1:1/set.bin' };
  await expect(download(nowhere, file, { attempts: 2 })).rejects.toMatchObject({
    code: 'data/download',
    nextStep: expect.stringContaining('network'),
  });
});

test('what was begun earlier is resumed', async () => {
  const { remote, ranges } = await serve((_request, response, start) => {
    send(response, start, content.length);
  });
  const file = join(await temporaryFolder(), 'set.bin');
  await writeFile(`${file}.partial`, content.subarray(0, 200_000));
  await download(remote, file);
  expect(ranges).toEqual(['bytes=200000-']);
  expect(new Uint8Array(await readFile(file))).toEqual(content);
});

test('two at once fetch once, and a lock of a dead process is taken over', async () => {
  const { remote, ranges } = await serve((_request, response, start) => {
    send(response, start, content.length);
  });
  const folder = join(await temporaryFolder(), 'cache');
  await mkdir(folder);
  const file = join(folder, 'set.bin');
  await writeFile(`${file}.lock`, JSON.stringify({ pid: 2 ** 22 + 5, start: '1' }));
  await Promise.all([download(remote, file), download(remote, file)]);
  expect(ranges).toHaveLength(1);
  expect(await readdir(folder)).toEqual(['set.bin']);
});

test('a cancelled download keeps what came', async () => {
  const aborter = new AbortController();
  const { remote } = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, 50_000));
  });
  const file = join(await temporaryFolder(), 'set.bin');
  const running = download(remote, file, {
    signal: aborter.signal,
    onProgress: (done) => done >= 50_000 && aborter.abort(),
  });
  await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  expect((await readFile(`${file}.partial`)).length).toBe(50_000);
});

test('a mirror by setting gives the files in place of where they are published, checked as ever', async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.end(request.url === '/sets/mnist/set.bin' ? content : 'another file of the same name');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const base = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const folder = await temporaryFolder();
  const wanted = { name: 'set.bin', remote: { url: 'http://127.0.0.1:1/set.bin', size: content.length, sha256 } };
  const context = { folder, roots: [folder], dataFolders: {}, cacheFolder: join(folder, 'cache'), allowDownload: true };
  const locate = (mirror: string, source = 'mnist'): Promise<string> =>
    locateFile(source, wanted, { ...context, dataFolders: { [source]: mirror } });
  const file = await locate(`${base}/sets/mnist`);
  expect(new Uint8Array(await readFile(file))).toEqual(content);
  expect(await locate(`${base}/sets/mnist/`)).toBe(file);
  expect(asked).toEqual(['/sets/mnist/set.bin']);
  await expect(locate(`${base}/other/`, 'other')).rejects.toMatchObject({ code: 'data/download' });
  const named = { ...context, allowDownload: false, dataFolders: { third: base } };
  await expect(locateFile('third', wanted, named)).rejects.toMatchObject({ code: 'data/absent' });
});
