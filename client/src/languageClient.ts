import { l10n, Uri, window, workspace, type ExtensionContext } from 'vscode';
import {
  CloseAction,
  ErrorAction,
  ErrorCodes,
  LanguageClient,
  ResponseError,
  TransportKind,
  type CloseHandlerResult,
  type ErrorHandler,
  type LanguageClientOptions,
  type MessageSignature,
  type Middleware,
} from 'vscode-languageclient/node';
import { CrashGuard } from './crashGuard';

/** The language server in a process of its own, reached by IPC, and brought back when it dies. */
export interface ShapewrightClient {
  readonly client: LanguageClient;
  /** Starts a fresh server that knows nothing of earlier crashes. */
  restart(): Promise<void>;
}

/** Makes the client; `client.start()` starts the server. */
export function createLanguageClient(context: ExtensionContext): ShapewrightClient {
  const guard = new CrashGuard();
  const server = {
    module: context.asAbsolutePath('dist/server.js'),
    transport: TransportKind.ipc,
    // What an edit leaves behind is short-lived: a small nursery keeps the process small.
    options: { execArgv: ['--max-semi-space-size=4'] },
  };
  const options: LanguageClientOptions = {
    documentSelector: [{ language: 'nn' }],
    outputChannel: window.createOutputChannel('Shapewright Language Server', { log: true }),
    synchronize: {
      fileEvents: workspace.createFileSystemWatcher('**/*.{nn,csv,safetensors}'),
    },
    initializationOptions: {
      commands: offeredCommands(context),
      languagePage: Uri.joinPath(context.extensionUri, 'docs', 'language.md').toString(),
    },
    middleware: guardedMiddleware(guard, (uri) =>
      client.sendRequest('textDocument/documentSymbol', { textDocument: { uri } }),
    ),
    errorHandler: guardedErrorHandler(guard, () => client.outputChannel.show(true)),
  };
  const client = new LanguageClient('shapewright', 'Shapewright', { run: server, debug: server }, options);
  return {
    client,
    async restart() {
      guard.clear();
      await client.restart();
    },
  };
}

/** The commands of the manifest: lenses offer no other. */
function offeredCommands({ extension }: ExtensionContext): readonly string[] {
  const manifest = extension.packageJSON as {
    readonly contributes: { readonly commands: readonly { readonly command: string }[] };
  };
  return manifest.contributes.commands.map(({ command }) => command);
}

/** Notes what is under way for each document, and keeps abandoned documents from the server. */
function guardedMiddleware(guard: CrashGuard, probe: (uri: string) => Promise<unknown>): Middleware {
  const turns = new Turns();
  return {
    async sendRequest(type, param, token, next) {
      const uri = documentOf(param);
      if (uri === undefined) return next(type, param, token);
      // What the client takes as "no answer": each feature then shows nothing.
      if (guard.isAbandoned(uri))
        throw new ResponseError(ErrorCodes.PendingResponseRejected, 'the document is left alone');
      guard.sent(uri);
      const answer = await next(type, param, token).catch((error: unknown) => {
        if (error instanceof ResponseError && !isLost(error)) guard.answered(uri);
        throw error;
      });
      guard.answered(uri);
      return answer;
    },
    async sendNotification(type, next, params) {
      const uri = documentOf(params);
      if (uri === undefined || nameOf(type) === 'textDocument/didClose') return next(type, params);
      if (guard.isAbandoned(uri)) return;
      if (!guard.isSuspect(uri)) {
        guard.sent(uri);
        return next(type, params);
      }
      await turns.take(async () => {
        guard.sent(uri);
        await next(type, params);
        await probe(uri);
      });
    },
    handleDiagnostics(uri, diagnostics, next) {
      guard.answered(uri.toString());
      next(uri, diagnostics);
    },
  };
}

/**
 * One after the other. When the server dies during a turn, what waits is dropped: the restarted client sends
 * each open document again.
 */
class Turns {
  #last = Promise.resolve();

  take(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(work);
    this.#last = turn;
    turn.catch(() => {
      this.#last = Promise.resolve();
    });
    return turn;
  }
}

function guardedErrorHandler(guard: CrashGuard, showLog: () => void): ErrorHandler {
  return {
    error: () => ({ action: ErrorAction.Continue, handled: true }),
    closed(): CloseHandlerResult {
      const { abandoned, restart } = guard.crashed(Date.now());
      for (const uri of abandoned) {
        void tell(
          l10n.t(
            '{0} has ended the language server twice and is left alone until it is restarted.',
            workspace.asRelativePath(Uri.parse(uri)),
          ),
          showLog,
        );
      }
      if (restart) return { action: CloseAction.Restart, handled: true };
      void tell(l10n.t('The language server keeps ending and is not started again.'), showLog);
      return { action: CloseAction.DoNotRestart, handled: true };
    },
  };
}

async function tell(message: string, showLog: () => void): Promise<void> {
  const show = l10n.t('Show Log');
  if ((await window.showWarningMessage(message, show)) === show) showLog();
}

function documentOf(params: unknown): string | undefined {
  if (typeof params !== 'object' || params === null || !('textDocument' in params)) return undefined;
  const document = params.textDocument;
  if (typeof document !== 'object' || document === null || !('uri' in document)) return undefined;
  return typeof document.uri === 'string' ? document.uri : undefined;
}

function nameOf(type: string | MessageSignature): string {
  return typeof type === 'string' ? type : type.method;
}

function isLost(error: ResponseError<unknown>): boolean {
  return error.code === ErrorCodes.PendingResponseRejected || error.code === ErrorCodes.ConnectionInactive;
}
