import { spawn } from 'node:child_process';
import type { CancellationToken } from 'vscode';
import { engineEnvironment } from '../../../server/src/engine/engineEnvironment';

/**
 * Runs a sub-command of the command line in a process of its own, without a shell, and gives what it wrote; a
 * cancellation ends it. So a tool says the same numbers as the terminal does.
 *
 * @param input what the command reads from its standard input
 */
export function runCommandLine(
  script: string,
  args: readonly string[],
  { input, token }: { readonly input: string; readonly token: CancellationToken },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
      env: engineEnvironment(process.env),
    });
    const written: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => written.push(text));
    const cancelling = token.onCancellationRequested(() => child.kill());
    child.once('error', reject);
    child.once('close', () => {
      cancelling.dispose();
      resolve(written.join(''));
    });
    // A command that ends before it has read everything has said why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
