import { join } from 'node:path';
import { understandSource } from '../../server/src/engine/understandSource';

/**
 * Floating-point operations of training on one example: forward, and twice that back, but for the gradient of the
 * first layers' inputs, which nobody needs. A multiply-add counts as two.
 */
export async function trainingFlops(source: string, folder: string): Promise<number> {
  const { graph } = await understandSource(
    {
      folder,
      file: join(folder, 'samples/bench.nn'),
      source,
      train: /^train (\w+)/m.exec(source)?.[1] ?? '',
      engine: 'native',
    },
    {
      folder,
      roots: [folder],
      dataFolders: {},
      cacheFolder: join(folder, 'none'),
      allowDownload: false,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    },
  );
  const first = graph.nodes.filter(({ inputs }) => inputs.some((input) => graph.inputs.includes(input)));
  const unneeded = first.reduce((sum, { macs }) => sum + (macs ?? 0), 0);
  return 2 * (3 * (graph.totals.macs ?? 0) - unneeded);
}
