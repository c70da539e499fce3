import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import {
  createProtocolConnection,
  PublishDiagnosticsNotification,
  StreamMessageReader,
  StreamMessageWriter,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol/node';

/** The built language server in a process of its own, as an editor starts it. */
export interface ServerProcess {
  readonly client: ProtocolConnection;
  /** The diagnostics of a version, once they are there. */
  diagnostics(uri: string, version: number): Promise<PublishDiagnosticsParams>;
  /** Resident bytes. */
  memory(): number;
  stop(): Promise<void>;
}

export async function startServerProcess(root: string): Promise<ServerProcess> {
  const child = spawn(process.execPath, ['--max-semi-space-size=4', join(root, 'dist/server.js'), '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const client = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const waiting = new Map<string, (sent: PublishDiagnosticsParams) => void>();
  const early = new Map<string, PublishDiagnosticsParams>();
  client.onNotification(PublishDiagnosticsNotification.type, (sent) => {
    const key = `${sent.uri} ${sent.version ?? ''}`;
    const waiter = waiting.get(key);
    if (waiter === undefined) early.set(key, sent);
    else waiter(sent);
    waiting.delete(key);
  });
  client.onRequest('client/registerCapability', () => null);
  client.listen();
  await client.sendRequest('initialize', {
    processId: process.pid,
    capabilities: {},
    workspaceFolders: null,
  });
  await client.sendNotification('initialized', {});
  return {
    client,
    diagnostics: (uri, version) => {
      const key = `${uri} ${version}`;
      const known = early.get(key);
      early.clear();
      return known === undefined ? new Promise((resolve) => waiting.set(key, resolve)) : Promise.resolve(known);
    },
    memory: () => residentBytes(child.pid ?? 0),
    stop: async () => {
      await client.sendRequest('shutdown');
      await client.sendNotification('exit');
      client.end();
      await ended;
      client.dispose();
    },
  };
}

function residentBytes(pid: number): number {
  if (process.platform === 'linux')
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024;
}
