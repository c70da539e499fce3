import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { nodeEnvironment } from './nodeEnvironment';
import { startServer } from './server';

/** The process: the transport (`--node-ipc`, `--stdio`) comes from the command line. */
startServer(createConnection(ProposedFeatures.all), nodeEnvironment());
