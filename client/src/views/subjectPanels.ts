import {
  languages,
  ViewColumn,
  window,
  workspace,
  type Disposable,
  type ExtensionContext,
  type Uri,
  type WebviewPanel,
} from 'vscode';
import type { ZodType } from 'zod';
import { openPage } from './openPage';
import { RememberedTargets } from './rememberedTargets';

/** What a panel shows: something named in a document. */
export interface PanelTarget {
  readonly uri: string;
}

/** One open panel: asks for what it shows and answers its page. */
export interface SubjectPanel<Incoming> {
  /** The text, or what is known of it, has changed. */
  refresh(): void;
  /** The cursor moved in the document, in UTF-16 units. */
  moveCursor(offset: number): void;
  receive(message: Incoming): Promise<void>;
  dispose(): void;
}

export interface PanelKind<Target extends PanelTarget, Incoming> {
  /** The panel's folder in media/ and the last part of its view type: `graph`. */
  readonly name: string;
  /** What the page saved before a reload and what it says are checked by these, as anything from a page. */
  readonly targetSchema: ZodType<Target>;
  readonly messageSchema: ZodType<Incoming>;
  /** The name of the target in its document. */
  readonly subjectOf: (target: Target) => string;
  readonly title: (subject: string | undefined) => string;
  readonly open: (panel: WebviewPanel, target: Target | undefined) => SubjectPanel<Incoming>;
  /** The last panel has been closed. */
  readonly onLastClosed?: () => void;
}

/** The panels of one kind in this window, one a subject. They follow the text and the cursor, and come back after a reload. */
export class SubjectPanels<Target extends PanelTarget, Incoming> implements Disposable {
  readonly #panels = new Map<string, OpenPanel<Target, Incoming>>();
  readonly #viewType: string;
  readonly #remembered: RememberedTargets<Target>;

  constructor(
    private readonly context: ExtensionContext,
    private readonly kind: PanelKind<Target, Incoming>,
  ) {
    this.#viewType = `shapewright.${kind.name}`;
    this.#remembered = new RememberedTargets(context.workspaceState, this.#viewType, kind.targetSchema);
    const changed = (uri: Uri): void => this.#ofDocument(uri).forEach((panel) => panel.refresh());
    context.subscriptions.push(
      this,
      window.registerWebviewPanelSerializer(this.#viewType, {
        deserializeWebviewPanel: async (panel, saved) => {
          await Promise.resolve();
          this.#adopt(panel, this.#remembered.find(saved, panel.title));
        },
      }),
      workspace.onDidChangeTextDocument(({ document }) => changed(document.uri)),
      // Descriptions of data arrive later than the text: the server tells by its diagnostics.
      languages.onDidChangeDiagnostics(({ uris }) => uris.forEach(changed)),
      window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        const [cursor] = selections;
        if (cursor === undefined || textEditor.document.languageId !== 'nn') return;
        const offset = textEditor.document.offsetAt(cursor.active);
        this.#ofDocument(textEditor.document.uri).forEach((panel) => panel.moveCursor(offset));
      }),
    );
  }

  /** Brings the panel of a target to the front, beside the text, without taking the focus from it. */
  show(target: Target | undefined): void {
    const open = this.#panels.get(this.#keyOf(target));
    if (open !== undefined) {
      open.panel.reveal(undefined, true);
      return;
    }
    const panel = window.createWebviewPanel(this.#viewType, this.kind.title(undefined), {
      viewColumn: ViewColumn.Beside,
      preserveFocus: true,
    });
    this.#adopt(panel, target);
  }

  /** Asks again for what all panels show. */
  refresh(): void {
    this.#panels.forEach(({ subject }) => subject.refresh());
  }

  dispose(): void {
    // VS Code closes the panels itself, or keeps them over a reload.
    this.#panels.forEach(({ subject }) => subject.dispose());
    this.#panels.clear();
    this.kind.onLastClosed?.();
  }

  #ofDocument(uri: Uri): readonly SubjectPanel<Incoming>[] {
    const text = uri.toString();
    return [...this.#panels.values()].filter(({ target }) => target?.uri === text).map(({ subject }) => subject);
  }

  #adopt(panel: WebviewPanel, target: Target | undefined): void {
    const key = this.#keyOf(target);
    const subject = this.kind.open(panel, target);
    this.#panels.set(key, { panel, target, subject });
    panel.title = this.kind.title(target === undefined ? undefined : this.kind.subjectOf(target));
    if (target !== undefined) this.#remembered.remember(panel.title, target);
    panel.onDidDispose(() => {
      subject.dispose();
      if (this.#panels.get(key)?.subject === subject) this.#panels.delete(key);
      if (this.#panels.size === 0) this.kind.onLastClosed?.();
    });
    openPage(panel, this.context.extensionUri, this.kind.name, this.kind.messageSchema, (message) =>
      subject.receive(message),
    );
  }

  /** One string for a target: a NUL stands in no URI and in no name. */
  #keyOf(target: Target | undefined): string {
    return target === undefined ? '' : `${target.uri}\0${this.kind.subjectOf(target)}`;
  }
}

interface OpenPanel<Target, Incoming> {
  readonly panel: WebviewPanel;
  readonly target: Target | undefined;
  readonly subject: SubjectPanel<Incoming>;
}
