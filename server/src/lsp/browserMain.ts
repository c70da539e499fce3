import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { filesNotification, type FilesParams } from '../protocol/filesNotification';
import { browserEnvironment } from './browserEnvironment';
import { startServer } from './server';

/** The worker of a browser: messages come and go by `postMessage`. */
// The types of this room are Node's, in which there is no worker's global scope.
const scope = globalThis as unknown as DedicatedWorkerGlobalScope;
const connection = createConnection(new BrowserMessageReader(scope), new BrowserMessageWriter(scope));
const environment = browserEnvironment();
const server = startServer(connection, environment);
connection.onNotification(filesNotification, (params: FilesParams) => server.filesChanged(environment.take(params)));
