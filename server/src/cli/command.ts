/** One sub-command: takes what follows its name, gives the exit status. */
export interface CommandModule {
  readonly run: (argv: readonly string[]) => Promise<number>;
}

/** Where a command writes; tests put their own in its place. */
export interface CommandOutput {
  readonly out: { write(text: string): unknown };
  readonly err: { write(text: string): unknown };
}

export const processOutput: CommandOutput = { out: process.stdout, err: process.stderr };
