import { setFlagsFromString } from 'node:v8';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './server';

// What an edit leaves behind is garbage by the next one. V8 lets the heap grow to four times what is in use before
// it looks; at twice the process stays below the memory that it may take.
setFlagsFromString('--heap-growing-percent=100');

/** The process: the transport (`--node-ipc`, `--stdio`) comes from the command line. */
startServer(createConnection(ProposedFeatures.all));
