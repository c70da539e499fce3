import {
  l10n,
  languages,
  MarkdownString,
  Range,
  RelativePattern,
  Uri,
  window,
  workspace,
  type DecorationOptions,
  type Disposable,
  type ExtensionContext,
  type TextDocument,
  type TextEditor,
} from 'vscode';
import { createInspector, type Inspector } from '../../../server/src/engine/inspect/launchInspector';
import type {
  ExampleChoice,
  InspectLayer,
  InspectSubject,
  ModelAnswer,
  WeightsChoice,
} from '../../../server/src/protocol/inspectMessages';
import { Coalescer } from '../training/coalesce';
import type { Training } from '../training/training';
import { inspectRuns } from './inspectRuns';
import { inspectSubject } from './inspectSubject';
import { thumbnailsSvg, type LayerThumbnail } from './thumbnailPicture';
import { wantsThumbnails } from './wantsThumbnails';

/** Typing asks for no more pictures than a person can follow. */
const period = 500;
/** More pictures on one line push each other out of sight. */
const mostOnLine = 8;
/** Of a picture in the hover, in pixels. */
const largeSide = 96;

/**
 * The output of each layer as a small picture at the end of its line: for the first test image and the newest weights
 * of a run, else the initial ones. Has a process of its own for the time that it is switched on.
 */
export class LayerThumbnails implements Disposable {
  readonly #type = window.createTextEditorDecorationType({});
  readonly #inspector: Inspector;
  readonly #shown = new Set<string>();
  readonly #watched = new Map<string, Disposable>();
  readonly #looking = new Coalescer(period, () => void this.#look());
  readonly #subscriptions: readonly Disposable[];
  #busy = false;
  #again = false;
  #disposed = false;

  constructor(
    context: ExtensionContext,
    private readonly training: Training,
  ) {
    this.#inspector = createInspector(context.asAbsolutePath('dist/engine.js'), (text) =>
      training.log.info(text.trimEnd()),
    );
    const changed = ({ languageId }: TextDocument): void => {
      if (languageId === 'nn') this.refresh();
    };
    this.#subscriptions = [
      workspace.onDidChangeTextDocument(({ document }) => changed(document)),
      workspace.onDidCloseTextDocument(({ uri }) => void this.#shown.delete(uri.toString())),
      // Descriptions of data arrive later than the text: the server tells by its diagnostics.
      languages.onDidChangeDiagnostics(() => this.refresh()),
      window.onDidChangeVisibleTextEditors(() => this.refresh()),
    ];
    this.refresh();
  }

  refresh(): void {
    this.#looking.ask();
  }

  dispose(): void {
    this.#disposed = true;
    this.#looking.cancel();
    // With their type the decorations go.
    this.#type.dispose();
    this.#inspector.dispose();
    for (const each of [...this.#subscriptions, ...this.#watched.values()]) each.dispose();
  }

  /** One look at a time; what has changed meanwhile is looked at again. */
  async #look(): Promise<void> {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    do {
      this.#again = false;
      for (const editor of window.visibleTextEditors) await this.#draw(editor);
    } while (this.#isPending());
    this.#busy = false;
  }

  async #draw(editor: TextEditor): Promise<void> {
    const { document } = editor;
    const key = document.uri.toString();
    if (this.#isDisposed()) return;
    if (!wantsThumbnails(document)) {
      if (this.#shown.delete(key)) editor.setDecorations(this.#type, []);
      return;
    }
    this.#watch(document);
    const { version } = document;
    // An invalid text keeps its last pictures: the editor moves them along with the lines.
    const found = await this.#thumbnails(document).catch(() => undefined);
    if (this.#isDisposed() || document.version !== version || found === undefined) return;
    this.#shown.add(key);
    editor.setDecorations(this.#type, [...decorations(document, found)]);
  }

  #isPending(): boolean {
    return this.#again && !this.#disposed;
  }

  /** Asked anew after each wait. */
  #isDisposed(): boolean {
    return this.#disposed;
  }

  /** Of all models of a document that can be read; undefined while none can. */
  async #thumbnails(document: TextDocument): Promise<readonly LayerThumbnail[] | undefined> {
    const models = [...document.getText().matchAll(/^model[ \t]+([A-Za-z_]\w*)/gm)].map(([, name = '']) => name);
    const all: LayerThumbnail[] = [];
    let readable = models.length === 0;
    for (const name of models) {
      const subject = inspectSubject(this.training, document, name);
      const model = await this.#inspector.ask(subject, { kind: 'model' }).catch(() => undefined);
      if (model?.kind !== 'model') continue;
      readable = true;
      all.push(...(await this.#ofLayers(subject, outermost(model.layers), firstExample(model))));
    }
    return readable ? all : undefined;
  }

  async #ofLayers(
    subject: InspectSubject,
    layers: readonly InspectLayer[],
    example: ExampleChoice,
  ): Promise<readonly LayerThumbnail[]> {
    const weights = await newestWeights(subject);
    const found: LayerThumbnail[] = [];
    for (const layer of layers) {
      if (this.#isDisposed()) return found;
      const picture = await this.#inspector
        .ask(subject, { kind: 'thumbnail', weights, example, path: layer.path })
        .catch(() => undefined);
      if (picture?.kind === 'thumbnail' && picture.drawn && picture.width > 0) found.push({ layer, picture });
    }
    return found;
  }

  /** A training writes the weights of an epoch into a file of its own. */
  #watch({ uri }: TextDocument): void {
    const root = this.training.rootOf(uri);
    if (this.#watched.has(root)) return;
    const pattern = new RelativePattern(Uri.file(root), '.shapewright/runs/*/snapshots/*.safetensors');
    const watcher = workspace.createFileSystemWatcher(pattern, false, true, false);
    watcher.onDidCreate(() => this.refresh());
    watcher.onDidDelete(() => this.refresh());
    this.#watched.set(root, watcher);
  }
}

async function newestWeights({ runs, file, model }: InspectSubject): Promise<WeightsChoice> {
  const [newest] = await inspectRuns(runs, file, model);
  const epoch = newest?.epochs.at(-1);
  return newest === undefined || epoch === undefined ? { kind: 'initial' } : { kind: 'epoch', run: newest.run, epoch };
}

/** The first test image, else the first of the training; what the process draws where there are no data. */
function firstExample({ examples }: ModelAnswer): ExampleChoice {
  const split = examples === undefined || examples.test > 0 ? 'test' : 'train';
  return examples === undefined || examples[split] === 0 ? { kind: 'drawn' } : { kind: 'data', split, index: 0 };
}

/** One layer a place in the text: of a block the last, which is what the block gives. */
function outermost(layers: readonly InspectLayer[]): readonly InspectLayer[] {
  const byPlace = new Map<number, InspectLayer>();
  for (const layer of layers) if (layer.span !== undefined) byPlace.set(layer.span.start, layer);
  return [...byPlace.values()];
}

/** One decoration a line: the pictures of its layers in their order. */
function decorations(document: TextDocument, thumbnails: readonly LayerThumbnail[]): readonly DecorationOptions[] {
  const byLine = new Map<number, LayerThumbnail[]>();
  for (const thumbnail of thumbnails) {
    const line = document.positionAt(thumbnail.layer.span?.end ?? 0).line;
    byLine.set(line, [...(byLine.get(line) ?? []), thumbnail]);
  }
  // No higher than the letters: a higher one would push the lines apart.
  const side = workspace.getConfiguration('editor', document).get<number>('fontSize') ?? 14;
  return [...byLine].map(([line, all]) => {
    const shown = all.slice(0, mostOnLine);
    const names = shown.map(({ layer: { name, shape } }) => `${name} ${shape.join('x')}`).join(', ');
    const { end } = document.lineAt(line).range;
    return {
      range: new Range(end, end),
      hoverMessage: new MarkdownString()
        .appendText(l10n.t('Mean of the feature maps: {0}', names))
        .appendMarkdown(`\n\n![](${dataUri(thumbnailsSvg(shown, largeSide)).toString(true)})`),
      renderOptions: {
        after: { margin: '0 0 0 1.5em', contentIconPath: dataUri(thumbnailsSvg(shown, side)) },
      },
    };
  });
}

function dataUri(svg: string): Uri {
  return Uri.parse(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`);
}
