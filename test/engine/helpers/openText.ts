import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describeData, createDataHost } from '../../../server/src/engine/data/describe';
import type { DataContext } from '../../../server/src/engine/data/dataSource';
import { openDataset, type DatasetRequest, type OpenedDataset } from '../../../server/src/engine/data/openDataset';
import { createFileHost } from '../../../server/src/engine/fileHost';
import { analyze } from '../../../server/src/language/analyze';
import type { DataDescription } from '../../../server/src/language/data/description';
import type { DocumentAnalysis } from '../../../server/src/language/model/graph';

/** A context whose documents lie in `folder` and whose cache is `cache`; nothing is downloaded. */
export function contextOf(folder: string, cache = join(folder, '.cache')): DataContext {
  return { folder, roots: [folder], dataFolders: {}, cacheFolder: cache, allowDownload: false };
}

/** What a text means whose data are described by the engine. */
export async function analyzeText(text: string, context: DataContext): Promise<DocumentAnalysis> {
  const changes: true[] = [];
  const data = createDataHost({ contextOf: () => context, onChange: () => void changes.push(true) });
  const uri = pathToFileURL(join(context.folder, 'model.nn')).href;
  for (;;) {
    changes.length = 0;
    const analysis = analyze({ uri, version: 1, text }, { ...createFileHost(context.roots), describe: data.describe });
    await data.settled();
    if (changes.length === 0) return analysis;
  }
}

/** Opens the first data declaration of a text. Throws the first diagnostic where it has one. */
export async function openText(
  text: string,
  context: DataContext,
  options: Partial<DatasetRequest> = {},
): Promise<OpenedDataset> {
  const analysis = await analyzeText(text, context);
  const [data] = analysis.data;
  const [problem] = analysis.diagnostics.filter(({ severity }) => severity === 'error');
  if (data?.request === undefined || data.steps === undefined) throw new Error(problem?.message ?? 'no data');
  return openDataset(
    { request: data.request, steps: data.steps, validation: { kind: 'none' }, limit: undefined, seed: 3, ...options },
    context,
  );
}

/** Describes a source by its request. */
export function describe(
  source: string,
  positional: readonly string[],
  named: DatasetRequest['request']['named'],
  context: DataContext,
): Promise<DataDescription> {
  return describeData(
    { uri: pathToFileURL(join(context.folder, 'model.nn')).href, source, positional, named },
    context,
  );
}
