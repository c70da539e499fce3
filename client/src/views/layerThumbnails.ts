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
import { newestFittingRun } from './inspectRuns';
import { inspectSubject } from './inspectSubject';
import { movePlace, type PlaceChange } from './movePlace';
import { thumbnailsSvg, type LayerThumbnail } from './thumbnailPicture';
import { wantsThumbnails } from './wantsThumbnails';

/** Typing asks for no more pictures than a person can follow. */
const period = 500;
/** More pictures on one line push each other out of sight. */
const mostOnLine = 8;
/** Of a picture in the hover, in pixels. */
const largeSide = 96;

/** The pictures of the layers that end on one line, in their order. */
interface LinePictures {
  /** Behind the last of the layers, before a comment. */
  readonly place: number;
  readonly thumbnails: readonly LayerThumbnail[];
  /** The model has become invalid since. */
  readonly isStale: boolean;
}

/**
 * The output of each layer as a small picture at the end of its line: for the first test image and the newest weights
 * of a run, else the initial ones. Has a process of its own for the time that it is switched on.
 */
export class LayerThumbnails implements Disposable {
  readonly #type = window.createTextEditorDecorationType({});
  readonly #inspector: Inspector;
  /** By document, then by model. */
  readonly #shown = new Map<string, ReadonlyMap<string, readonly LinePictures[]>>();
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
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        this.#move(document.uri.toString(), contentChanges);
        changed(document);
      }),
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
    const found = await this.#pictures(document);
    if (this.#isDisposed() || document.version !== version) return;
    this.#shown.set(key, found);
    editor.setDecorations(
      this.#type,
      [...found.values()].flat().map((pictures) => decoration(document, pictures)),
    );
  }

  /** Until the edited text is understood, and where it cannot be, the pictures stand beside what they were made of. */
  #move(key: string, changes: readonly PlaceChange[]): void {
    const shown = this.#shown.get(key);
    if (shown === undefined || changes.length === 0) return;
    const moved = (pictures: LinePictures): readonly LinePictures[] => {
      const place = movePlace(pictures.place, changes);
      return place === undefined ? [] : [{ ...pictures, place }];
    };
    this.#shown.set(key, new Map([...shown].map(([model, lines]) => [model, lines.flatMap(moved)])));
  }

  #isPending(): boolean {
    return this.#again && !this.#disposed;
  }

  /** Asked anew after each wait. */
  #isDisposed(): boolean {
    return this.#disposed;
  }

  /** Of each model of a document; one that is not valid keeps those of its last valid text, marked stale. */
  async #pictures(document: TextDocument): Promise<ReadonlyMap<string, readonly LinePictures[]>> {
    const models = [...document.getText().matchAll(/^model[ \t]+([A-Za-z_]\w*)/gm)].map(([, name = '']) => name);
    const all = new Map<string, readonly LinePictures[]>();
    for (const name of models) {
      const subject = inspectSubject(this.training, document, name);
      const model = await this.#inspector.ask(subject, { kind: 'model' }).catch(() => undefined);
      const last = this.#shown.get(document.uri.toString())?.get(name) ?? [];
      const lines =
        model?.kind === 'model'
          ? byLine(document, await this.#ofLayers(subject, outermost(model.layers), firstExample(model)))
          : last.map((pictures) => ({ ...pictures, isStale: true }));
      all.set(name, lines);
    }
    return all;
  }

  async #ofLayers(
    subject: InspectSubject,
    layers: readonly InspectLayer[],
    example: ExampleChoice,
  ): Promise<readonly LayerThumbnail[]> {
    const weights = await this.#newestWeights(subject);
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

  /** Of the newest run that has them for the text as it stands; else those before training. */
  async #newestWeights(subject: InspectSubject): Promise<WeightsChoice> {
    const fitting = await newestFittingRun(subject, this.#inspector);
    return fitting === undefined
      ? { kind: 'initial' }
      : { kind: 'epoch', run: fitting.run, epoch: fitting.epochs.at(-1) ?? 0 };
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

function byLine(document: TextDocument, thumbnails: readonly LayerThumbnail[]): readonly LinePictures[] {
  const lines = new Map<number, LayerThumbnail[]>();
  for (const thumbnail of thumbnails) {
    const line = document.positionAt(thumbnail.layer.span?.end ?? 0).line;
    lines.set(line, [...(lines.get(line) ?? []), thumbnail]);
  }
  return [...lines.values()].map((all) => ({
    place: Math.max(...all.map(({ layer }) => layer.span?.end ?? 0)),
    thumbnails: all.slice(0, mostOnLine),
    isStale: false,
  }));
}

function decoration(document: TextDocument, { place, thumbnails, isStale }: LinePictures): DecorationOptions {
  // No higher than the letters: a higher one would push the lines apart.
  const side = workspace.getConfiguration('editor', document).get<number>('fontSize') ?? 14;
  const names = thumbnails.map(({ layer: { name, shape } }) => `${name} ${shape.join('x')}`).join(', ');
  const end = document.positionAt(place);
  return {
    range: new Range(end, end),
    hoverMessage: new MarkdownString()
      .appendText(
        isStale
          ? l10n.t('Mean of the feature maps before the model became invalid: {0}', names)
          : l10n.t('Mean of the feature maps: {0}', names),
      )
      .appendMarkdown(`\n\n![](${dataUri(thumbnailsSvg(thumbnails, largeSide, { isStale })).toString(true)})`),
    renderOptions: {
      after: { margin: '0 0.5em 0 1em', contentIconPath: dataUri(thumbnailsSvg(thumbnails, side, { isStale })) },
    },
  };
}

function dataUri(svg: string): Uri {
  return Uri.parse(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`);
}
