import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface ContestantSpec {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * A trainer in a process of its own, in the middle of one long fit. It waits, inside that fit, for `go N` on its
 * standard input, trains N batches, and answers with a line `batches N seconds S`: from the start of the first to
 * the end of the last.
 */
export interface Contestant {
  readonly name: string;
  /** Seconds for so many batches. */
  train(batches: number): Promise<number>;
  end(): Promise<void>;
}

/** Starts a trainer and waits until it is about to train its first batch. */
export async function startContestant({ name, command, env }: ContestantSpec): Promise<Contestant> {
  const [program, ...args] = command;
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString('utf8')).slice(-4000)));
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const waiting: {
    readonly pattern: RegExp;
    readonly resolve: (match: RegExpExecArray) => void;
    readonly reject: (error: Error) => void;
  }[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const match = waiting[0]?.pattern.exec(line);
    if (match) waiting.shift()?.resolve(match);
  });
  const fail = (error: Error): void => {
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  child.on('error', fail);
  child.stdin.on('error', fail);
  void closed.then(() => fail(new Error(`${name} ended before its time\n${errors}`)));
  const answer = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => waiting.push({ pattern, resolve, reject }));

  await answer(/^ready$/);
  return {
    name,
    train: async (batches) => {
      child.stdin.write(`go ${batches}\n`);
      const [, , seconds] = await answer(/^batches (\d+) seconds ([\d.]+)$/);
      return Number(seconds);
    },
    end: async () => {
      child.kill('SIGKILL');
      await closed;
    },
  };
}
