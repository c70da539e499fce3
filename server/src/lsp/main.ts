import { setFlagsFromString } from 'node:v8';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { nodeEnvironment } from './nodeEnvironment';
import { startServer } from './server';

// An editor is open all day: its memory counts for more than a tenth of an edit's time.
setFlagsFromString('--heap-growing-percent=20');

/** The process: the transport (`--node-ipc`, `--stdio`) comes from the command line. */
startServer(createConnection(ProposedFeatures.all), nodeEnvironment());
