import type { Connection, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analyses } from './analyses';
import { toDiagnostic } from './convert';

/**
 * Sends diagnostics after a change, once for all changes that arrive together: the analysis starts when the
 * messages already read are handled, so that nothing waits for a clock.
 */
export class DiagnosticsPublisher {
  private readonly waiting = new Set<string>();
  private stopped = false;

  constructor(
    private readonly connection: Connection,
    private readonly documents: TextDocuments<TextDocument>,
    private readonly analyses: Analyses,
    /** The language page, where the client has said where it is. */
    private readonly page: () => string | undefined,
    /** Runs work behind the messages that are there already. */
    private readonly afterMessages: (work: () => void) => void,
  ) {}

  schedule(uri: string): void {
    if (this.stopped) return;
    if (this.waiting.size === 0) this.afterMessages(() => this.flush());
    this.waiting.add(uri);
  }

  /** A closed document has no problems. */
  clear(uri: string): void {
    this.waiting.delete(uri);
    void this.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  /** After the shutdown request nothing is sent: the connection may close at any moment. */
  stop(): void {
    this.stopped = true;
    this.waiting.clear();
  }

  private flush(): void {
    const uris = [...this.waiting];
    this.waiting.clear();
    for (const uri of uris) {
      const document = this.documents.get(uri);
      if (document !== undefined) this.publish(document);
    }
  }

  private publish(document: TextDocument): void {
    try {
      const { diagnostics } = this.analyses.get(document);
      void this.connection.sendDiagnostics({
        uri: document.uri,
        version: document.version,
        diagnostics: diagnostics.map((diagnostic) =>
          toDiagnostic(document, diagnostic, (uri) => this.analyses.document(uri), this.page()),
        ),
      });
    } catch (error) {
      // One document must not take the server with it; the log has the place.
      this.connection.console.error(
        `Diagnostics of ${document.uri}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
  }
}
