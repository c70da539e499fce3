import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { bundleProgram } from './bundleProgram';

const root = join(import.meta.dirname, '../..');

export interface CommandLineResult {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CommandLineSurroundings {
  readonly cwd?: string;
  /** What stands at the standard input. */
  readonly input?: string;
  /** Over the variables of this process, of which those about colours are left out. */
  readonly env?: { readonly [name: string]: string };
}

export type CommandLine = (
  argv: readonly string[],
  surroundings?: CommandLineSurroundings,
) => Promise<CommandLineResult>;

/** Bundles the command line as it stands, under a name that no other test file uses, and gives a way to call it. */
export async function bundleCommandLine(name: string): Promise<CommandLine> {
  const outfile = join(root, 'out/test/cli', name, 'cli.cjs');
  await bundleProgram(join(root, 'server/src/cli/main.ts'), outfile);
  return async (argv, { cwd = root, input = '', env = {} } = {}) => {
    const own = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, GITHUB_WORKSPACE: undefined };
    const child = spawn(process.execPath, [outfile, ...argv], { cwd, env: { ...own, ...env } });
    const ended = once(child, 'exit');
    // A command that reads nothing may be gone before the input is written.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    await ended;
    return { status: child.exitCode, out, err };
  };
}
