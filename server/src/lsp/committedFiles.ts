import { execFile } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CommittedTexts } from './environment';

/** A file of the last commit is asked for in this time, or not at all. */
const patience = 5_000;
const largest = 10_000_000;

/**
 * Documents as they are in the last commit. Asks git for one object by name, without a shell, hooks, filters or
 * the network: nothing of the repository is run. Answers are kept until `refresh`.
 */
export class CommittedFiles implements CommittedTexts {
  private readonly answers = new Map<string, Promise<string | undefined>>();

  /** The committed text of a document; undefined where there is no repository, no commit or no such file in it. */
  textOf(uri: string): Promise<string | undefined> {
    const known = this.answers.get(uri);
    if (known !== undefined) return known;
    const path = uri.startsWith('file:') ? pathOf(uri) : undefined;
    const answer =
      path === undefined
        ? Promise.resolve(undefined)
        : git(dirname(path), ['cat-file', 'blob', `HEAD:./${basename(path)}`]);
    this.answers.set(uri, answer);
    return answer;
  }

  /** There may be another commit: what is saved, opened or changed on disk asks again. */
  refresh(): void {
    this.answers.clear();
  }
}

function pathOf(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}

/** What a git command prints; undefined where it fails, for whatever reason: git need not be there. */
function git(cwd: string, args: readonly string[]): Promise<string | undefined> {
  const safe = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath='];
  const env = { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1' };
  return new Promise((resolve) => {
    execFile(
      'git',
      [...safe, ...args],
      { cwd, env, timeout: patience, maxBuffer: largest, encoding: 'utf8', windowsHide: true },
      (error, stdout) => {
        resolve(error === null ? stdout : undefined);
      },
    );
  });
}
