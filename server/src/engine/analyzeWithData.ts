import { pathToFileURL } from 'node:url';
import { analyze } from '../language/analyze';
import type { DocumentAnalysis } from '../language/model/graph';
import type { DataContext } from './data/dataSource';
import { createDataHost } from './data/describe';
import { createFileHost } from './fileHost';

/**
 * What a text means with the data it names. Descriptions of data arrive while the language waits for nothing: it is
 * asked until it has all it asked for.
 */
export async function analyzeWithData(
  { file, source }: { readonly file: string; readonly source: string },
  context: DataContext,
): Promise<DocumentAnalysis> {
  let changes = 0;
  const data = createDataHost({
    contextOf: () => context,
    onChange: () => {
      changes += 1;
    },
  });
  const host = { ...createFileHost(context.roots), describe: data.describe };
  const document = { uri: pathToFileURL(file).href, version: 1, text: source };
  for (;;) {
    const before = changes;
    const analysis = analyze(document, host);
    await data.settled();
    if (changes === before) return analysis;
  }
}
