import { RunProblem, toRunError } from '../engine/runProblem';
import { didYouMean } from '../language/diagnostics/didYouMean';
import { paintFor } from './command/colours';
import { groupHelp, helpText, usageLine } from './command/helpText';
import { flag, type Option, UsageMistake, type Values } from './command/options';
import { parseCommandLine } from './command/parseCommandLine';

export interface Writer {
  write(text: string | Uint8Array): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Where a command writes; tests put their own in its place. */
export interface CommandOutput {
  readonly out: Writer;
  readonly err: Writer;
  /** The bundle of the engine process, where it does not lie beside this one. */
  readonly engineScript?: string;
}

export const processOutput: CommandOutput = { out: process.stdout, err: process.stderr };

/** The words of a command line that are no options. */
export interface Operands {
  /** `FILE…`, as the usage shows them. */
  readonly usage: string;
  readonly least: number;
  readonly most: number;
  /** What is said where there are fewer or more: `Name one file.` */
  readonly mistake: string;
  /** Words that a shell offers instead of files. */
  readonly choices?: readonly string[];
}

export const oneFile: Operands = { usage: 'FILE', least: 1, most: 1, mistake: 'Name one file.' };
export const files: Operands = { usage: 'FILE…', least: 1, most: Infinity, mistake: 'Name at least one file.' };

/** All that help, completion, the documentation and the reading of a command line say of a command. */
export interface CommandDescription<Options extends { readonly [name: string]: Option<unknown> }> {
  /** `check`, or `data preview` for an action of a group. */
  readonly name: string;
  readonly summary: string;
  readonly operands: Operands;
  readonly options: Options;
  /** Whole command lines. */
  readonly examples: readonly string[];
  /** Sentences below the options. */
  readonly notes?: string;
  /** Gives the exit status. Throws a UsageMistake (2) or what went wrong (1). */
  readonly perform: (call: CommandCall<Options>) => Promise<number>;
}

export interface CommandCall<Options> {
  readonly values: Values<Options>;
  readonly operands: readonly string[];
  readonly json: boolean;
  readonly output: CommandOutput;
}

export interface Command {
  readonly kind: 'command';
  readonly name: string;
  readonly summary: string;
  readonly operands: Operands;
  readonly options: { readonly [name: string]: Option<unknown> };
  readonly examples: readonly string[];
  readonly notes: string | undefined;
  /** Takes what follows the name; gives 0, 1 where something is wrong, 2 for a wrong command line. */
  readonly run: (argv: readonly string[], output?: CommandOutput) => Promise<number>;
}

/** Commands of one subject: `shapewright data list|info|…`. */
export interface CommandGroup {
  readonly kind: 'group';
  readonly name: string;
  readonly summary: string;
  readonly actions: readonly Command[];
  readonly run: (argv: readonly string[], output?: CommandOutput) => Promise<number>;
}

const standardOptions = { json: flag('write JSON'), help: flag('this help', { short: 'h' }) };

/** A command with `--json` and `--help`, which all have. */
export function defineCommand<const Options extends { readonly [name: string]: Option<unknown> }>(
  description: CommandDescription<Options>,
): Command {
  const options = { ...description.options, ...standardOptions };
  const command: Command = {
    kind: 'command',
    name: description.name,
    summary: description.summary,
    operands: description.operands,
    options,
    examples: description.examples,
    notes: description.notes,
    run: async (argv, output = processOutput) => {
      // A problem is told as JSON too where the rest of the command line could not be read.
      let json = argv.includes('--json');
      try {
        const parsed = parseCommandLine(argv, options);
        const values = parsed.values as unknown as Values<Options> & Values<typeof standardOptions>;
        json = values.json;
        if (values.help) {
          output.out.write(helpText(command));
          return 0;
        }
        const { least, most, mistake } = description.operands;
        if (parsed.operands.length < least || parsed.operands.length > most) throw new UsageMistake(mistake);
        return await description.perform({ values, operands: parsed.operands, json, output });
      } catch (error) {
        return error instanceof UsageMistake
          ? tellMistake(error, command, json, output)
          : tellProblem(error, json, output);
      }
    },
  };
  return command;
}

/** Commands under one name, told apart by the word behind it. */
export function defineGroup(description: Pick<CommandGroup, 'name' | 'summary' | 'actions'>): CommandGroup {
  const group: CommandGroup = {
    kind: 'group',
    ...description,
    run: async (argv, output = processOutput) => {
      const [word, ...rest] = argv;
      const action = group.actions.find(({ name }) => name === `${group.name} ${word ?? ''}`);
      if (action !== undefined) return action.run(rest, output);
      if (word === '--help' || word === '-h') {
        output.out.write(groupHelp(group));
        return 0;
      }
      output.err.write(`${unknownWord('action', word, actionNames(group))}\n\n${groupHelp(group)}`);
      return 2;
    },
  };
  return group;
}

/** The words behind a group's name. */
export function actionNames({ name, actions }: CommandGroup): readonly string[] {
  return actions.map((action) => action.name.slice(name.length + 1));
}

/** What is said of a word that is no command or action. */
export function unknownWord(kind: string, word: string | undefined, known: readonly string[]): string {
  if (word === undefined || word.startsWith('-')) return `Name the ${kind} first: ${known.join(', ')}.`;
  const near = didYouMean(word, known);
  return `There is no ${kind} '${word}'.${near === undefined ? '' : ` Did you mean ${near}?`}`;
}

function tellMistake({ message }: UsageMistake, command: Command, json: boolean, { out, err }: CommandOutput): number {
  const nextStep = `shapewright ${command.name} --help tells more.`;
  if (json)
    out.write(`${JSON.stringify({ error: { code: 'cli/usage', message, cause: usageLine(command), nextStep } })}\n`);
  else err.write(`${message}\n\n${usageLine(command)}\n\n${nextStep}\n`);
  return 2;
}

/** What is no RunProblem comes from no engine here: a file that cannot be read or written. */
const commandFailed = {
  code: 'cli/failed',
  message: 'The command failed',
  nextStep: 'Set right what the cause names, and try again.',
} as const;

/** What a person can set right is told with cause and next step, anything else as it comes. */
function tellProblem(error: unknown, json: boolean, { out, err }: CommandOutput): number {
  const { code, message, cause, nextStep } = toRunError(error);
  const isOwn = code !== 'engine/failed' || error instanceof RunProblem;
  const told = isOwn ? { code, message, cause, nextStep } : { ...commandFailed, cause };
  if (json) out.write(`${JSON.stringify({ error: told })}\n`);
  else if (code === 'engine/failed') err.write(`${paintFor(err)('red', cause)}\n`);
  else err.write(`${paintFor(err)('red', message)} (${code})\n  ${cause}\n  ${nextStep}\n`);
  return 1;
}
