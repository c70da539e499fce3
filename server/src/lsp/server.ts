import {
  CodeLensRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  TextDocuments,
  TextDocumentSyncKind,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { semanticTokenModifiers, semanticTokenTypes } from '../language/features/semanticTokens';
import { Analyses } from './analyses';
import { DiagnosticsPublisher } from './diagnosticsPublisher';
import type { ServerEnvironment } from './environment';
import { registerFeatures } from './features';
import { normalizeUri } from './normalizeUri';
import { defaultSettings, readSettings, type Settings } from './settings';

/** What a client can do that changes an answer. */
export interface ClientAbilities {
  readonly snippets: boolean;
  readonly lensRefresh: boolean;
  readonly hintRefresh: boolean;
  readonly tokenRefresh: boolean;
  readonly watchesFiles: boolean;
  /** Where `docs/language.md` can be opened, as a URI. */
  readonly languagePage: string | undefined;
  /** Commands that lenses may name; the others are shown as text. */
  readonly commands: readonly string[];
}

/** Commands of the first release; a client that has more says so in `initializationOptions.commands`. */
const DEFAULT_COMMANDS = ['shapewright.train', 'shapewright.showTraining', 'shapewright.showSummary'];

export interface RunningServer {
  /** Files outside the open documents have another text now. */
  filesChanged(uris: readonly string[]): void;
}

/** Serves the language on a connection until it ends. */
export function startServer(connection: Connection, environment: ServerEnvironment): RunningServer {
  const { files, committed } = environment;
  const documents = new TextDocuments(TextDocument);
  let settings: Settings = defaultSettings;
  let abilities: ClientAbilities = {
    snippets: false,
    lensRefresh: false,
    hintRefresh: false,
    tokenRefresh: false,
    watchesFiles: false,
    languagePage: undefined,
    commands: DEFAULT_COMMANDS,
  };

  const openDocument = (uri: string): TextDocument | undefined =>
    documents.get(uri) ?? documents.all().find((document) => normalizeUri(document.uri) === normalizeUri(uri));
  const data = environment.createData({
    settings: () => settings,
    onChange: () => {
      analyses.dropAll();
      refreshAll();
    },
  });
  const analyses = new Analyses(openDocument, files, data);
  const publisher = new DiagnosticsPublisher(
    connection,
    documents,
    analyses,
    () => abilities.languagePage,
    (work) => environment.afterMessages(work),
  );
  connection.onShutdown(() => publisher.stop());

  const refreshAll = (): void => {
    for (const document of documents.all()) publisher.schedule(document.uri);
    refreshViews();
  };
  const refreshViews = (): void => {
    if (abilities.tokenRefresh) void connection.languages.semanticTokens.refresh();
    if (abilities.lensRefresh) void connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
    if (abilities.hintRefresh) void connection.languages.inlayHint.refresh().catch(() => undefined);
  };

  connection.onInitialize((params) => {
    abilities = abilitiesOf(params);
    files.setFolders(foldersOf(params));
    return serverCapabilities;
  });
  connection.onInitialized(() => {
    void connection.client
      .register(DidChangeConfigurationNotification.type, { section: 'shapewright' })
      .catch(() => undefined);
    if (abilities.watchesFiles) {
      const watchers = [{ globPattern: '**/*.{nn,csv,tsv,txt,npy,npz,gz,jpg,jpeg,png,safetensors}' }];
      void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(() => undefined);
    }
  });
  connection.onDidChangeConfiguration(({ settings: all }: { readonly settings: unknown }) => {
    const section = typeof all === 'object' && all !== null && 'shapewright' in all ? all.shapewright : undefined;
    const before = settings;
    settings = readSettings(section);
    if (JSON.stringify(before.dataFolders) !== JSON.stringify(settings.dataFolders)) analyses.dropAll();
    refreshAll();
  });
  const filesChanged = (uris: readonly string[]): void => {
    for (const uri of uris) for (const reader of analyses.dropReadersOf(uri)) publisher.schedule(reader);
    void data.refresh();
  };
  connection.onDidChangeWatchedFiles(({ changes }) => filesChanged(changes.map(({ uri }) => uri)));
  documents.onDidChangeContent(({ document }) => {
    publisher.schedule(document.uri);
    for (const reader of analyses.dropReadersOf(document.uri)) publisher.schedule(reader);
  });
  documents.onDidClose(({ document }) => {
    analyses.drop(document.uri);
    publisher.clear(document.uri);
    for (const reader of analyses.dropReadersOf(document.uri)) publisher.schedule(reader);
  });

  registerFeatures({
    connection,
    documents,
    analyses,
    files,
    committed,
    settings: () => settings,
    abilities: () => abilities,
  });
  documents.listen(connection);
  connection.listen();
  return { filesChanged };
}

const serverCapabilities: InitializeResult = {
  serverInfo: { name: 'shapewright' },
  capabilities: {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    hoverProvider: true,
    inlayHintProvider: true,
    codeLensProvider: { resolveProvider: false },
    completionProvider: { triggerCharacters: ['>', '(', ',', '=', ':', '.', ' '], resolveProvider: false },
    signatureHelpProvider: { triggerCharacters: ['(', ','], retriggerCharacters: [')', '='] },
    definitionProvider: true,
    referencesProvider: true,
    renameProvider: { prepareProvider: true },
    documentHighlightProvider: true,
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentLinkProvider: { resolveProvider: false },
    codeActionProvider: { codeActionKinds: ['quickfix', 'refactor.extract', 'refactor.inline', 'refactor.rewrite'] },
    semanticTokensProvider: {
      legend: { tokenTypes: [...semanticTokenTypes], tokenModifiers: [...semanticTokenModifiers] },
      full: true,
      range: true,
    },
    workspace: { workspaceFolders: { supported: true } },
  },
};

function abilitiesOf(params: InitializeParams): ClientAbilities {
  const { textDocument, workspace } = params.capabilities;
  const options: unknown = params.initializationOptions;
  const named =
    typeof options === 'object' && options !== null && 'commands' in options && Array.isArray(options.commands)
      ? options.commands
      : undefined;
  return {
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    lensRefresh: workspace?.codeLens?.refreshSupport === true,
    tokenRefresh: workspace?.semanticTokens?.refreshSupport === true,
    hintRefresh: workspace?.inlayHint?.refreshSupport === true,
    languagePage: pageOf(options),
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    commands: named?.filter((name): name is string => typeof name === 'string') ?? DEFAULT_COMMANDS,
  };
}

function pageOf(options: unknown): string | undefined {
  const page =
    typeof options === 'object' && options !== null && 'languagePage' in options ? options.languagePage : undefined;
  return typeof page === 'string' && /^(file|https|vscode-[a-z]+):/.test(page) ? page : undefined;
}

function foldersOf(params: InitializeParams): readonly string[] {
  return params.workspaceFolders?.map(({ uri }) => uri) ?? [];
}
