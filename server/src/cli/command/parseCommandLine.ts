import { parseArgs } from 'node:util';
import { didYouMean } from '../../language/diagnostics/didYouMean';
import { UsageMistake, type Option, type Values } from './options';

export interface ParsedCommandLine<Options> {
  readonly values: Values<Options>;
  readonly operands: readonly string[];
}

/** Reads what follows a command's name. Throws a UsageMistake, but not with `--help` among the words. */
export function parseCommandLine<Options extends { readonly [name: string]: Option<unknown> }>(
  argv: readonly string[],
  options: Options,
): ParsedCommandLine<Options> {
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      Object.entries(options).map(([name, { placeholder, short }]) => [
        name,
        {
          type: placeholder === undefined ? ('boolean' as const) : ('string' as const),
          ...(short === undefined ? {} : { short }),
        },
      ]),
    ),
  });
  const words = new Map<string, string[]>();
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (option === undefined) throw unknownOption(token.rawName, Object.keys(options));
    words.set(token.name, [...(words.get(token.name) ?? []), wordOf(token, option)]);
  }
  // Help is given however wrong the rest is.
  const isHelp = words.has('help');
  const values = Object.entries(options).map(([name, option]) => [
    name,
    isHelp && option.placeholder !== undefined ? undefined : option.read(name, words.get(name) ?? []),
  ]);
  return { values: Object.fromEntries(values) as Values<Options>, operands };
}

interface OptionToken {
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function wordOf({ rawName, value, inlineValue }: OptionToken, { placeholder }: Option<unknown>): string {
  if (placeholder === undefined) {
    if (inlineValue === true) throw new UsageMistake(`${rawName} takes no value.`);
    return '';
  }
  if (value === undefined) throw new UsageMistake(`${rawName} needs ${placeholder}.`);
  // A forgotten value would swallow the option behind it; numbers below 0 are values.
  if (inlineValue !== true && /^-[^\d]/.test(value))
    throw new UsageMistake(`${rawName} needs ${placeholder}; write ${rawName}=${value} where that is meant.`);
  return value;
}

function unknownOption(rawName: string, names: readonly string[]): UsageMistake {
  const near = didYouMean(rawName.replace(/^-+/, ''), names);
  return new UsageMistake(`There is no option ${rawName}.${near === undefined ? '' : ` Did you mean --${near}?`}`);
}
