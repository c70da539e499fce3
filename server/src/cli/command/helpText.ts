import type { Command, CommandGroup } from '../command';
import type { Option } from './options';

const width = 100;

export const exitStatuses = 'Exit status: 0 fine, 1 something is wrong, 2 a wrong command line.';

/** What `--help` says of a command. */
export function helpText(command: Command): string {
  const { summary, options, notes, examples } = command;
  const rows = Object.entries(options).map(([name, option]) => [optionHead(name, option), option.help] as const);
  const parts = [
    summary,
    usageLine(command),
    table('Options', rows),
    ...(notes === undefined ? [] : [notes]),
    `Examples\n${examples.map((line) => `  ${line}`).join('\n')}`,
    exitStatuses,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** What `--help` says of a group. */
export function groupHelp({ name, summary, actions }: CommandGroup): string {
  const rows = actions.map(
    (action) => [`shapewright ${action.name} ${action.operands.usage}`.trim(), action.summary] as const,
  );
  return `${summary}\n\n${table('Actions', rows)}\n\nshapewright ${name} ACTION --help tells more. ${exitStatuses}\n`;
}

/** `shapewright check FILE… [--json]`, in lines of at most 100 columns. */
export function usageLine({ name, operands, options }: Command): string {
  const head = `shapewright ${name}`;
  const words = Object.entries(options).flatMap(([option, description]) =>
    option === 'help' ? [] : [usageWord(option, description)],
  );
  const lines: string[] = [];
  let line = head;
  for (const word of [operands.usage, ...words].filter((each) => each !== '')) {
    if (`${line} ${word}`.length > width) {
      lines.push(line);
      line = ' '.repeat(head.length);
    }
    line += ` ${word}`;
  }
  return [...lines, line].join('\n');
}

function usageWord(name: string, { short, placeholder, required, repeated }: Option<unknown>): string {
  const word = `${short === undefined ? `--${name}` : `-${short}`}${placeholder === undefined ? '' : ` ${placeholder}`}`;
  return `${required ? word : `[${word}]`}${repeated ? '…' : ''}`;
}

/** `-o, --out FILE`. */
export function optionHead(name: string, { short, placeholder }: Option<unknown>): string {
  return `${short === undefined ? '' : `-${short}, `}--${name}${placeholder === undefined ? '' : ` ${placeholder}`}`;
}

/** Two columns; a long first one stands on a line of its own. */
export function table(head: string, rows: readonly (readonly [string, string])[]): string {
  const first = Math.min(34, Math.max(...rows.map(([left]) => left.length)));
  const lines = rows.map(([left, right]) =>
    left.length > first ? `  ${left}\n  ${' '.repeat(first)}  ${right}` : `  ${left.padEnd(first)}  ${right}`,
  );
  return `${head}\n${lines.join('\n')}`;
}
