import type { Command, CommandGroup } from './command';
import { optionHead, usageLine } from './command/helpText';
import { singleCommands } from './registry';

/** The reference of all commands, `docs/command-line.md`: of each its usage, options, notes and examples. */
export function commandsPage(commands: readonly (Command | CommandGroup)[]): string {
  const start = `# The command line

<!-- Made by scripts/commandsPage.mjs from the descriptions of the commands; a test holds it to them. -->

In a checkout \`npx shapewright\` runs what \`npm run build\` has made; in the extension it is \`node dist/cli.js\`. The
same stands in \`shapewright COMMAND --help\`. [ci.md](ci.md) has a recipe for GitHub Actions.

| exit status | what                                                                                               |
| ----------- | -------------------------------------------------------------------------------------------------- |
| 0           | all is well; warnings are no errors                                                                |
| 1           | an error in a file, a limit or an assertion that does not hold, a file that cannot be read, a run that failed |
| 2           | a command line that makes no sense: nothing was done                                               |

- Where a model file is read by \`check\`, \`format\`, \`summary\` and \`graph\`, \`-\` is the standard input.
- Where a command makes one file, \`-\` in its place is the standard output (\`-o -\`); what else it tells goes to the
  standard error. A folder, or two files, has no place there, and \`--json\` writes there itself: both are a wrong command line.
- \`--json\` writes JSON to the standard output, a problem as \`{ "error": { "code", "message", "cause", "nextStep" } }\`.
- Colours and moving progress are for terminals alone. \`NO_COLOR\` turns colours off, \`FORCE_COLOR=1\` on.
- \`shapewright completion\` gives a script that completes commands, options and values.
`;
  return `${start}\n${singleCommands(commands).map(section).join('\n')}`;
}

function section(command: Command): string {
  const { name, summary, options, notes, examples } = command;
  const rows = Object.entries(options).map(
    ([option, description]) => `| ${code(optionHead(option, description))} | ${cell(description.help)} |`,
  );
  return (
    [
      `## ${name}`,
      `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`,
      fenced(usageLine(command)),
      `| option | what |\n| --- | --- |\n${rows.join('\n')}`,
      ...(notes === undefined ? [] : [fenced(notes)]),
      fenced(examples.join('\n')),
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  );
}

function fenced(text: string): string {
  return `\`\`\`text\n${text}\n\`\`\``;
}

function code(text: string): string {
  return `\`${cell(text)}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
