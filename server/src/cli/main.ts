/** `shapewright COMMAND …`. */
import { textOf } from '../engine/runProblem';
import { processOutput, unknownWord, type CommandOutput } from './command';
import { exitStatuses, table } from './command/helpText';
import { loadCommands, registry } from './registry';

/** Runs a command line and gives the exit status. */
async function main(argv: readonly string[], output: CommandOutput): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    output.out.write(await mainHelp());
    return name === undefined ? 2 : 0;
  }
  const entry = registry.find((each) => each.name === name);
  if (entry !== undefined) return (await entry.load()).run(rest, output);
  const message = unknownWord(
    'command',
    name,
    registry.map((each) => each.name),
  );
  output.err.write(`${message}\n\n${await mainHelp()}`);
  return 2;
}

async function mainHelp(): Promise<string> {
  const rows = (await loadCommands()).map(({ name, summary }) => [name, summary] as const);
  return `shapewright: design and train neural networks in .nn files

${table('Commands', rows)}

Examples
  shapewright check samples/*.nn
  shapewright summary samples/mnist.nn --model Digits
  shapewright train samples/mnist.nn --epochs 1

shapewright COMMAND --help tells more. ${exitStatuses}
`;
}

// A reader that closes early (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

main(process.argv.slice(2), processOutput).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    process.stderr.write(`${textOf(error)}\n`);
    process.exitCode = 1;
  },
);
