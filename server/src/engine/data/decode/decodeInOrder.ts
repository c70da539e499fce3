import type { ScannedFile } from '../scanFolder';
import type { DecodedChunk, Wanted } from './decodeChunk';
import type { DecodePool } from './decodePool';

/** Decodes in chunks, in order, with a few under way: memory stays bounded however many files there are. */
export async function* decodeInOrder(
  files: readonly ScannedFile[],
  wanted: Wanted,
  pool: DecodePool,
  signal: AbortSignal | undefined,
): AsyncGenerator<DecodedChunk> {
  const chunks = chunksOf(files);
  const running: ReturnType<DecodePool['decode']>[] = [];
  let next = 0;
  const startMore = (): void => {
    while (running.length < 2 * pool.width && next < chunks.length) {
      const work = pool.decode({ files: (chunks[next] ?? []).map(({ path }) => path), wanted });
      // A failure counts when its turn comes; until then nobody listens.
      work.catch(() => undefined);
      running.push(work);
      next += 1;
    }
  };
  startMore();
  while (running.length > 0) {
    signal?.throwIfAborted();
    const chunk = await running.shift();
    startMore();
    if (chunk !== undefined) yield chunk;
  }
}

/** Up to 128 files or 0.5 MB a chunk. */
function chunksOf(files: readonly ScannedFile[]): readonly (readonly ScannedFile[])[] {
  const chunks: ScannedFile[][] = [];
  let room = 0;
  for (const file of files) {
    const last = chunks.at(-1);
    if (last === undefined || last.length >= 128 || room < file.size) {
      chunks.push([file]);
      room = 5e5 - file.size;
    } else {
      last.push(file);
      room -= file.size;
    }
  }
  return chunks;
}
