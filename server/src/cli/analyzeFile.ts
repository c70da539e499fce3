import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cacheFolder } from '../engine/cacheFolder';
import { createDataHost } from '../engine/data/describe';
import { createFileHost } from '../engine/fileHost';
import { analyze } from '../language/analyze';
import type { LanguageServiceHost } from '../language/index';
import type { DocumentAnalysis } from '../language/model/graph';
import { readSource } from './readSource';

export interface AnalyzedFile {
  readonly analysis: DocumentAnalysis;
  readonly host: LanguageServiceHost;
}

/**
 * Reads and analyzes a file, waiting for the descriptions of its data. Imports and data come from the
 * folder of the file and below, or from `workspace`;
 * for `-`, the standard input, from the folder one stands in. Throws where the file cannot be read.
 */
export async function analyzeFile(file: string, workspace?: string): Promise<AnalyzedFile> {
  const path = resolve(file === '-' ? 'stdin.nn' : file);
  const text = await readSource(file);
  const folder = dirname(path);
  const roots = [workspace === undefined ? folder : resolve(workspace)];
  const context = { folder, roots, dataFolders: {}, cacheFolder: join(cacheFolder(), 'data'), allowDownload: false };
  let changes = 0;
  const data = createDataHost({
    contextOf: () => context,
    onChange: () => {
      changes += 1;
    },
  });
  const host: LanguageServiceHost = { ...createFileHost(roots), describe: data.describe };
  const document = { uri: pathToFileURL(path).href, version: 1, text };
  for (;;) {
    const before = changes;
    const analysis = analyze(document, host);
    await data.settled();
    if (changes === before) return { analysis, host };
  }
}
