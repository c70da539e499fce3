import { PassThrough } from 'node:stream';
import {
  createProtocolConnection,
  PublishDiagnosticsNotification,
  StreamMessageReader,
  StreamMessageWriter,
  type InitializeParams,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol/node';
import { createConnection } from 'vscode-languageserver/node';
import { nodeEnvironment } from '../../server/src/lsp/nodeEnvironment';
import { startServer } from '../../server/src/lsp/server';

/** A client and the real server, joined by two streams in this process. */
export interface LanguageServer {
  readonly client: ProtocolConnection;
  /** The diagnostics of a version of a document, as soon as they are there. */
  diagnostics(uri: string, version: number): Promise<PublishDiagnosticsParams>;
  /** What the server has logged as errors. */
  readonly errors: readonly string[];
  dispose(): Promise<void>;
}

export async function startLanguageServer(params: Partial<InitializeParams> = {}): Promise<LanguageServer> {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  startServer(
    createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient)),
    nodeEnvironment(),
  );
  const client = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));

  const errors: string[] = [];
  const published = new Map<string, PublishDiagnosticsParams>();
  const waiting = new Map<string, (params: PublishDiagnosticsParams) => void>();
  client.onNotification(PublishDiagnosticsNotification.type, (sent) => {
    const key = `${sent.uri} ${sent.version ?? ''}`;
    published.set(key, sent);
    waiting.get(key)?.(sent);
    waiting.delete(key);
  });
  client.onNotification('window/logMessage', ({ type, message }: { type: number; message: string }) => {
    if (type === 1) errors.push(message);
  });
  client.onRequest('client/registerCapability', () => null);
  client.listen();
  await client.sendRequest('initialize', {
    processId: null,
    capabilities: {},
    workspaceFolders: null,
    ...params,
  });
  await client.sendNotification('initialized', {});
  return {
    client,
    errors,
    diagnostics: (uri, version) => {
      const key = `${uri} ${version}`;
      const known = published.get(key);
      return known === undefined ? new Promise((resolve) => waiting.set(key, resolve)) : Promise.resolve(known);
    },
    dispose: async () => {
      await client.sendRequest('shutdown');
      client.end();
      client.dispose();
    },
  };
}
