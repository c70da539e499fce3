/** The kinds of options that commands take: each reads its words, and says how it is written and what it is for. */
import { dataPlace } from '../../engine/data/locateFile';

/** A wrong command line: exit status 2. */
export class UsageMistake extends Error {
  override readonly name = 'UsageMistake';
}

export interface Option<Value> {
  /** What stands for the word behind it; undefined for a flag. */
  readonly placeholder: string | undefined;
  readonly help: string;
  readonly short: string | undefined;
  /** The words that it takes. */
  readonly choices: readonly string[] | undefined;
  readonly repeated: boolean;
  readonly required: boolean;
  /** The words behind it in their order, none where it was not given. Throws a UsageMistake. */
  readonly read: (name: string, words: readonly string[]) => Value;
}

export type Values<Options> = {
  readonly [Name in keyof Options]: Options[Name] extends Option<infer Value> ? Value : never;
};

interface Short {
  readonly short?: string;
}

export function flag(help: string, { short }: Short = {}): Option<boolean> {
  return {
    placeholder: undefined,
    help,
    short,
    choices: undefined,
    repeated: false,
    required: false,
    read: (_, words) => words.length > 0,
  };
}

export function text(placeholder: string, help: string, { short }: Short = {}): Option<string | undefined> {
  return {
    placeholder,
    help,
    short,
    choices: undefined,
    repeated: false,
    required: false,
    read: (_, words) => words.at(-1),
  };
}

/** An option that a command cannot do without; its help goes on a sentence: `Say with -o where the picture goes.` */
export function needed(placeholder: string, help: string, { short }: Short = {}): Option<string> {
  const read = (name: string, words: readonly string[]): string => {
    const word = words.at(-1);
    if (word !== undefined && word !== '') return word;
    throw new UsageMistake(`Say with ${short === undefined ? `--${name}` : `-${short}`} ${help}.`);
  };
  return { placeholder, help, short, choices: undefined, repeated: false, required: true, read };
}

/** Whole numbers from `min` (0) to `max`. */
export function wholeNumber(
  help: string,
  { min = 0, max = Number.MAX_SAFE_INTEGER }: { readonly min?: number; readonly max?: number } = {},
): Option<number | undefined> {
  const read = (name: string, words: readonly string[]): number | undefined => {
    const word = words.at(-1);
    if (word === undefined) return undefined;
    const value = Number(word.replaceAll('_', ''));
    if (word.trim() !== '' && Number.isSafeInteger(value) && value >= min && value <= max) return value;
    const from = min === Number.MIN_SAFE_INTEGER ? '' : ` from ${min}`;
    throw new UsageMistake(`--${name} takes a whole number${from}, not "${word}".`);
  };
  return { placeholder: 'N', help, short: undefined, choices: undefined, repeated: false, required: false, read };
}

const scales: { readonly [unit: string]: number } = {
  '': 1,
  k: 1e3,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** A number with or without a unit: `93_322`, `1.5M`, `200MB`, `2GiB`; K, M, G, T are decimal, Ki and so on binary. */
export function quantity(placeholder: string, help: string): Option<number | undefined> {
  const read = (name: string, words: readonly string[]): number | undefined => {
    const word = words.at(-1);
    if (word === undefined) return undefined;
    const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([kKMGT]?i?)B?$/.exec(word.replaceAll('_', '')) ?? [];
    const scale = scales[unit];
    if (number !== '' && scale !== undefined) return Number(number) * scale;
    throw new UsageMistake(`--${name} takes a number like 500k, 1.5M or 2GiB, not "${word}".`);
  };
  return { placeholder, help, short: undefined, choices: undefined, repeated: false, required: false, read };
}

export function choice<const Choice extends string>(
  choices: readonly Choice[],
  help: string,
): Option<Choice | undefined> {
  const read = (name: string, words: readonly string[]): Choice | undefined => {
    const word = words.at(-1);
    const found = choices.find((each) => each === word);
    if (word === undefined || found !== undefined) return found;
    throw new UsageMistake(`--${name} is ${choices.join(' or ')}, not "${word}".`);
  };
  return { placeholder: choices.join('|'), help, short: undefined, choices, repeated: false, required: false, read };
}

/** Where the data of sources already are, with full paths: `mnist=data/digits`. */
export const dataFolderOption: Option<{ readonly [source: string]: string }> = {
  placeholder: 'SOURCE=FOLDER',
  help: 'a folder that already holds the data of a source, or the address of a mirror; may be repeated',
  short: undefined,
  choices: undefined,
  repeated: true,
  required: false,
  read: (name, words) =>
    Object.fromEntries(
      words.map((word) => {
        const [, source, folder] = /^([^=]+)=(.+)$/.exec(word) ?? [];
        if (source === undefined || folder === undefined)
          throw new UsageMistake(`--${name} is SOURCE=FOLDER, not "${word}".`);
        return [source, dataPlace(folder)];
      }),
    ),
};

export const workspaceOption = text('FOLDER', 'imports and data may come from there, besides the folder of the file');
