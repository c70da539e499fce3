/**
 * Damaged and hostile files: each is a located error, soon, with little memory, and nothing outside the roots is read.
 * Reliability faults 8, 10 and 11.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { RunProblem } from '../../../server/src/engine/runProblem';
import { openText, contextOf } from '../helpers/openText';
import { temporaryFolder } from '../helpers/temporaryFolder';
import { greyPng, idx, jpeg, npy, npyOf, npz, png, pngChunk, pngOf, writeFiles } from './helpers/makeFiles';

/** More than this beyond the start of a case counts as an allocation without bounds. */
const memoryBudget = 256 * 1024 ** 2;

interface Case {
  readonly name: string;
  readonly source: string;
  readonly files: { readonly [name: string]: Uint8Array | string };
  readonly code: string | RegExp;
  /** What the message or its reason must name. */
  readonly place: string | RegExp;
}

const changed = (bytes: Uint8Array, offset: number, ...values: readonly number[]): Uint8Array => {
  const copy = bytes.slice();
  copy.set(values, offset < 0 ? bytes.length + offset : offset);
  return copy;
};
const cut = (bytes: Uint8Array, length: number): Uint8Array => bytes.slice(0, length);
const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const anImage = (
  name: string,
  bytes: Uint8Array | string,
  code: string | RegExp,
  place: string | RegExp = 'bad',
): Case => ({
  name,
  source: 'images("i")',
  files: { [`i/bad.${name.startsWith('JPEG') ? 'jpg' : 'png'}`]: bytes },
  code,
  place,
});

const photo = jpeg();
const whole = png(5, 7);
const startOfScan = photo.findIndex((byte, place) => byte === 0xff && photo[place + 1] === 0xda);
const frame = photo.findIndex(
  (byte, place) => byte === 0xff && (photo[place + 1] === 0xc0 || photo[place + 1] === 0xc2),
);
const bomb = deflateSync(new Uint8Array(64 * 1024 ** 2));

const jpegs: readonly Case[] = [
  anImage('JPEG that is empty', new Uint8Array(0), 'data/truncated'),
  anImage('JPEG of one byte', Uint8Array.of(0xff), 'data/truncated'),
  anImage('JPEG of its first marker alone', cut(photo, 2), 'data/truncated'),
  anImage('JPEG cut in its header', cut(photo, 100), 'data/truncated'),
  anImage('JPEG cut before the scan', cut(photo, startOfScan), 'data/truncated'),
  anImage('JPEG cut in the scan', cut(photo, photo.length >> 1), 'data/truncated', 'offset'),
  anImage('JPEG without its last byte', cut(photo, photo.length - 1), 'data/truncated'),
  anImage('JPEG without its end marker', cut(photo, photo.length - 2), 'data/truncated'),
  anImage('JPEG of height 0', changed(photo, frame + 5, 0, 0), 'data/damaged', 'offset'),
  anImage('JPEG of 65535 by 65535', changed(photo, frame + 5, 255, 255, 255, 255), 'data/too-large', '65535x65535'),
  anImage('JPEG of 12 bits', changed(photo, frame + 4, 12), 'data/format', '12 bits'),
  anImage('JPEG of four channels', changed(photo, frame + 9, 4), /data\/(format|damaged)/),
  anImage('JPEG that is lossless', changed(photo, frame + 1, 0xc3), 'data/format'),
  anImage('JPEG with a segment of length 0', changed(photo, 4, 0, 0), 'data/damaged', 'offset 2'),
  anImage('JPEG with a segment beyond its end', changed(cut(photo, 400), 4, 255, 255), 'data/truncated'),
  anImage('JPEG without tables', new Uint8Array([...photo.slice(0, 2), ...photo.slice(frame)]), 'data/damaged'),
  anImage('JPEG that is text', text('<script>alert(1)</script>'), 'data/magic', '3c 73'),
  anImage('JPEG that is a GIF', text('GIF89a\x01\x00\x01\x00'), 'data/magic', 'offset 0'),
  anImage('JPEG with garbage for a marker', changed(photo, 2, 0x12, 0x34), 'data/damaged', 'offset 2'),
];

const pngs: readonly Case[] = [
  anImage('PNG of its signature alone', cut(whole, 8), 'data/truncated'),
  anImage('PNG with a wrong signature', changed(whole, 2, 0), 'data/magic'),
  anImage('PNG cut in its header', cut(whole, 20), 'data/truncated'),
  anImage('PNG cut in its pixels', cut(whole, whole.length - 20), 'data/truncated'),
  anImage('PNG without its end', cut(whole, whole.length - 12), 'data/truncated'),
  anImage('PNG with a flipped bit', changed(whole, 45, (whole[45] ?? 0) ^ 1), 'data/damaged', 'offset'),
  anImage('PNG with a wrong checksum', changed(whole, -5, 1), 'data/damaged', 'offset'),
  anImage('PNG of width 0', pngOf(0, 5, 8, 2, []), 'data/damaged', 'offset 16'),
  anImage(
    'PNG of 2³¹ by 2³¹',
    pngOf(2 ** 31 - 1, 2 ** 31 - 1, 8, 2, [
      pngChunk('IDAT', deflateSync(new Uint8Array(4))),
      pngChunk('IEND', new Uint8Array(0)),
    ]),
    'data/too-large',
    '2147483647',
  ),
  anImage('PNG of 3 bits', pngOf(4, 4, 3, 0, []), 'data/damaged', 'offset 24'),
  anImage('PNG of colour type 9', pngOf(4, 4, 8, 9, []), 'data/damaged', 'offset 24'),
  anImage(
    'PNG whose pixels are a bomb',
    pngOf(4, 4, 8, 0, [pngChunk('IDAT', bomb), pngChunk('IEND', new Uint8Array(0))]),
    'data/too-large',
    'unpacks',
  ),
  anImage(
    'PNG whose pixels are too few',
    pngOf(4, 4, 8, 0, [pngChunk('IDAT', deflateSync(new Uint8Array(7))), pngChunk('IEND', new Uint8Array(0))]),
    'data/truncated',
    '7 of 20',
  ),
  anImage(
    'PNG whose pixels are no deflate',
    pngOf(4, 4, 8, 0, [pngChunk('IDAT', text('not deflate')), pngChunk('IEND', new Uint8Array(0))]),
    'data/damaged',
    'offset',
  ),
  anImage('PNG without pixels', pngOf(4, 4, 8, 0, [pngChunk('IEND', new Uint8Array(0))]), /data\/(damaged|truncated)/),
  anImage(
    'PNG of a palette without one',
    pngOf(2, 2, 8, 3, [pngChunk('IDAT', deflateSync(new Uint8Array(6))), pngChunk('IEND', new Uint8Array(0))]),
    'data/damaged',
  ),
  anImage(
    'PNG with a chunk of 4 GB',
    new Uint8Array([...pngOf(4, 4, 8, 0, []), 255, 255, 255, 255, 73, 68, 65, 84]),
    'data/truncated',
  ),
  anImage(
    'PNG with an unknown filter',
    pngOf(2, 2, 8, 0, [
      pngChunk('IDAT', deflateSync(Uint8Array.of(9, 0, 0, 9, 0, 0))),
      pngChunk('IEND', new Uint8Array(0)),
    ]),
    'data/damaged',
  ),
];

const array = npy('|u1', [2, 2], Uint8Array.of(1, 2, 3, 4));
const anArray = (name: string, bytes: Uint8Array, code: string | RegExp, place: string | RegExp = 'a.npy'): Case => ({
  name: `npy ${name}`,
  source: 'npy("a.npy")',
  files: { 'a.npy': bytes },
  code,
  place,
});
const arrays: readonly Case[] = [
  anArray('that is empty', new Uint8Array(0), 'data/truncated'),
  anArray('with a wrong magic', changed(array, 1, 0x58), 'data/magic', 'offset 0'),
  anArray('of version 9', changed(array, 6, 9), 'data/magic', 'version 9'),
  anArray('cut in its header', cut(array, 20), 'data/truncated'),
  anArray('cut in its values', cut(array, array.length - 1), 'data/truncated', 'offset'),
  anArray('with more behind it', new Uint8Array([...array, 0]), 'data/damaged', 'offset'),
  anArray(
    'of objects, which are pickles',
    npyOf("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", text('cos\nsystem\n')),
    /data\/(format|damaged)/,
  ),
  anArray(
    'of objects with a size',
    npyOf("{'descr': '|O8', 'fortran_order': False, 'shape': (1,), }", text('cos\nsystem\n')),
    'data/format',
    'pickles',
  ),
  anArray(
    'of 10¹⁸ values',
    npyOf("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000, 1000000000), }", new Uint8Array(0)),
    'data/too-large',
    '1000000000',
  ),
  anArray(
    'of 10²² values',
    npyOf("{'descr': '<f8', 'fortran_order': False, 'shape': (10000000000000000000000,), }", new Uint8Array(0)),
    'data/too-large',
  ),
  anArray(
    'of 2³² bytes',
    npyOf("{'descr': '|u1', 'fortran_order': False, 'shape': (4294967295,), }", new Uint8Array(8)),
    /data\/(too-large|truncated)/,
  ),
  anArray(
    'with code for a header',
    npyOf("__import__('os').system('true')", new Uint8Array(8)),
    'data/damaged',
    'offset 10',
  ),
  anArray(
    'of structures',
    npyOf("{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (1,), }", new Uint8Array(4)),
    'data/damaged',
  ),
  anArray('of complex numbers', npy('<c16', [1], new Uint8Array(16)), 'data/format', 'c16'),
  anArray(
    'with a header of 4 GB',
    changed(new Uint8Array([...cut(array, 10), 0, 0, ...array.slice(10)]), 6, 2, 0, 255, 255, 255, 255),
    'data/too-large',
  ),
  anArray(
    'of numbers beyond 32 bits',
    npy('<i8', [1], Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0)),
    'data/damaged',
    'offset',
  ),
];

const archive = npz({ x: array, y: npy('|u1', [2], Uint8Array.of(0, 1)) });
const directory = archive.findIndex(
  (byte, place) => byte === 0x50 && archive[place + 1] === 0x4b && archive[place + 2] === 1 && archive[place + 3] === 2,
);
const anArchive = (name: string, bytes: Uint8Array, code: string | RegExp, place: string | RegExp = /./): Case => ({
  name: `npz ${name}`,
  source: 'npz("a.npz")',
  files: { 'a.npz': bytes },
  code,
  place,
});
const archives: readonly Case[] = [
  anArchive('that is empty', new Uint8Array(0), 'data/magic'),
  anArchive('that is text', text('PK but not really an archive at all'), 'data/truncated'),
  anArchive('without its directory', cut(archive, directory), 'data/truncated', 'directory'),
  anArchive('cut at its end', cut(archive, archive.length - 1), 'data/truncated'),
  anArchive('whose directory lies outside', changed(archive, archive.length - 6, 255, 255, 255, 127), 'data/damaged'),
  anArchive('with 65534 entries', changed(archive, archive.length - 12, 254, 255), /data\/(too-large|damaged)/),
  anArchive(
    'whose entry unpacks to 4 GB',
    changed(archive, directory + 24, 254, 255, 255, 255),
    /data\/(damaged|too-large)/,
  ),
  anArchive('whose entry says more than it holds', changed(archive, directory + 24, 255, 4, 0, 0), 'data/damaged'),
  anArchive('that is encrypted', changed(archive, directory + 8, 1), 'data/magic', 'encrypted'),
  anArchive('packed by an unknown method', changed(archive, directory + 10, 99), 'data/magic', 'method 99'),
  anArchive('with a wrong checksum', changed(archive, directory + 16, 1, 2, 3, 4), 'data/damaged', 'checksum'),
  anArchive('whose entry starts elsewhere', changed(archive, directory + 42, 5, 0, 0, 0), 'data/damaged', 'offset 5'),
  anArchive('with a bomb', npz({ x: new Uint8Array(64 * 1024 ** 2) }), /data\/(magic|too-large)/),
  anArchive('with entries that climb out', npz({ '../../evil': array }), 'data/empty'),
  anArchive('of different lengths', npz({ x: array, y: npy('|u1', [3], Uint8Array.of(0, 1, 2)) }), 'data/count'),
];

const aTable = (
  name: string,
  content: string | Uint8Array,
  code: string | RegExp,
  place: string | RegExp,
  args = '',
): Case => ({ name: `csv ${name}`, source: `csv("a.csv"${args})`, files: { 'a.csv': content }, code, place });
const others: readonly Case[] = [
  aTable('that is empty', '', 'data/truncated', 'a.csv'),
  aTable('with an open quote', 'a,b\n1,"2\n3,4\n', 'data/table', 'line'),
  aTable('of uneven rows', 'a,b\n1,2\n1,2,3\n4,5\n', 'data/table', 'line 3'),
  aTable('of binary bytes', changed(text('a,b\n1,2\n'), 4, 0), 'data/magic', 'offset 4'),
  aTable('in UTF-16', Uint8Array.of(0xff, 0xfe, 0x61, 0x00), 'data/magic', 'UTF-16'),
  aTable('in Latin-1', Uint8Array.of(0x61, 0x2c, 0xe4, 0x0a, 0x31, 0x2c, 0x32), 'data/magic', 'offset 0'),
  aTable('that names files outside', 'f,n\n../../../etc/passwd,1\n', 'data/outside', 'passwd', ', images=[f]'),
  aTable('that names no file', 'f,n\ngone.png,1\n', 'data/missing', 'gone.png', ', images=[f]'),
  aTable('with a bomb', gzipSync(new Uint8Array(160 * 1024 ** 2), { level: 1 }), 'data/too-large', 'a.csv'),
  {
    name: 'idx of 2⁹⁶ bytes',
    source: 'idx("a")',
    files: { a: Uint8Array.of(0, 0, 8, 3, ...new Uint8Array(12).fill(255)) },
    code: 'data/truncated',
    place: 'offset 16',
  },
  {
    name: 'idx that is cut',
    source: 'idx("a")',
    files: { a: cut(idx([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]), 20) },
    code: 'data/truncated',
    place: 'offset 20',
  },
  {
    name: 'idx of 200 axes',
    source: 'idx("a")',
    files: { a: Uint8Array.of(0, 0, 8, 200) },
    code: 'data/magic',
    place: 'offset 0',
  },
  {
    name: 'a mask in colour',
    source: 'images("i", masks="m")',
    files: { 'i/a.png': png(2, 2), 'm/a.png': png(2, 2) },
    code: 'data/magic',
    place: 'colour',
  },
  {
    name: 'a mask of too many classes',
    source: 'images("i", masks="m", classes=3)',
    files: { 'i/a.png': png(2, 2), 'm/a.png': greyPng(2, 2, [0, 1, 2, 7]) },
    code: 'data/magic',
    place: 'row 1, column 1',
  },
  {
    name: 'an image without its mask',
    source: 'images("i", masks="m")',
    files: { 'i/a.png': png(2, 2), 'm/b.png': png(2, 2) },
    code: 'data/missing',
    place: 'a.png',
  },
  {
    name: 'a folder without images',
    source: 'images("i")',
    files: { 'i/readme.txt': 'nothing' },
    code: 'data/empty',
    place: 'i',
  },
  { name: 'a path with a zero byte', source: 'csv("a\u0000.csv")', files: {}, code: /data\/missing|Error/, place: /./ },
  { name: 'a path that climbs out', source: 'images("../..")', files: {}, code: 'data/outside', place: '../..' },
  { name: 'an absolute path', source: 'csv("/etc/passwd")', files: {}, code: 'data/outside', place: '/etc/passwd' },
];

const corpus = [...jpegs, ...pngs, ...arrays, ...archives, ...others];

test('the corpus is large enough', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(60);
});

describe('is refused with its place and without much memory', () => {
  test.each(corpus.map((item) => [item.name, item] as const))('%s', async (_name, { source, files, code, place }) => {
    const folder = await temporaryFolder();
    await writeFiles(folder, files);
    await expectProblem(folder, source, code, place);
  });
});

describe('places that are no files', () => {
  test('a pipe with the name of an image', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'i'));
    execFileSync('mkfifo', [join(folder, 'i/a.png')]);
    await expectProblem(folder, 'images("i")', 'data/not-a-file', 'a.png');
  });

  test('a pipe for a table', async () => {
    const folder = await temporaryFolder();
    execFileSync('mkfifo', [join(folder, 'a.csv')]);
    await expectProblem(folder, 'csv("a.csv")', 'data/not-a-file', 'a.csv');
  });

  test.each([
    ['a folder that is a link out', 'i', 'images("i")'],
    ['a file that is a link out', 'a.csv', 'csv("a.csv")'],
    ['a class folder that is a link out', 'set/cat', 'images("set")'],
  ])('%s', async (_name, link, source) => {
    const folder = await temporaryFolder();
    await writeFiles(folder, {
      'outside/b.png': png(2, 2),
      'outside/a.csv': 'a,b\n1,2\n',
      'work/set/dog/1.png': png(2, 2),
    });
    await symlink(join(folder, link.endsWith('.csv') ? 'outside/a.csv' : 'outside'), join(folder, 'work', link));
    await expectProblem(join(folder, 'work'), source, 'data/outside', /./);
  });

  test('a link to nothing, and one to itself', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'i'));
    await symlink(join(folder, 'gone.png'), join(folder, 'i/a.png'));
    await expectProblem(folder, 'images("i")', 'data/missing', 'a.png');
    await mkdir(join(folder, 'loop'));
    await symlink(join(folder, 'loop'), join(folder, 'loop/again'));
    await writeFile(join(folder, 'loop/a.png'), png(2, 2));
    await expectProblem(folder, 'images("loop")', 'data/too-large', /nested/);
  });
});

async function expectProblem(
  folder: string,
  source: string,
  code: string | RegExp,
  place: string | RegExp,
): Promise<void> {
  const before = process.memoryUsage.rss();
  const problem = await openText(`data set = ${source}`, contextOf(folder, join(folder, '.cache'))).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(problem).toBeInstanceOf(Error);
  const said = problem instanceof RunProblem ? problem : await described(folder, source);
  expect(said.code).toMatch(code);
  expect(`${said.message} ${said.reason}`).toMatch(place);
  expect(process.memoryUsage.rss() - before).toBeLessThan(memoryBudget);
}

/** What the language tells where the description already fails. */
async function described(
  folder: string,
  source: string,
): Promise<{ readonly code: string; readonly message: string; readonly reason: string }> {
  const { analyzeText } = await import('../helpers/openText');
  const { diagnostics } = await analyzeText(`data set = ${source}`, contextOf(folder));
  const [first] = diagnostics;
  return {
    code: first?.code ?? '',
    message: first?.message ?? '',
    reason: first?.related.map(({ message }) => message).join(' ') ?? '',
  };
}
