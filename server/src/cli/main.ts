/** `shapewright COMMAND …`: each command is a file of its own, loaded when it is asked for. */
import type { CommandModule } from './command';

interface Command {
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}

const commands: { readonly [name: string]: Command } = {
  check: {
    summary: 'check files and tell what is wrong',
    load: async () => ({ run: (await import('./check')).runCheck }),
  },
  summary: {
    summary: 'layers, shapes and parameters of models',
    load: async () => ({ run: (await import('./summary')).runSummary }),
  },
  format: {
    summary: 'bring files into the common layout',
    load: async () => ({ run: (await import('./format')).runFormat }),
  },
  graph: {
    summary: 'the graph of a model as an SVG picture',
    load: async () => ({ run: (await import('./graph')).runGraph }),
  },
  train: { summary: 'train a set-up of a file', load: async () => ({ run: (await import('./train')).runTrain }) },
  runs: {
    summary: 'kept runs: list, show, resume, compare, export, delete',
    load: async () => ({ run: (await import('./runs')).runRuns }),
  },
  predict: {
    summary: 'what a model says of an image',
    load: async () => ({ run: (await import('./predict')).runPredict }),
  },
  features: {
    summary: 'the feature maps of every layer as pictures',
    load: async () => ({ run: (await import('./features')).runFeatures }),
  },
  filters: {
    summary: 'the filters of a convolution as a picture',
    load: async () => ({ run: (await import('./filters')).runFilters }),
  },
  import: {
    summary: 'a model of Keras or TensorFlow.js as a .nn file',
    load: async () => ({ run: (await import('./import')).runImport }),
  },
  export: {
    summary: 'a model for Keras and others: scripts, weights, tables',
    load: async () => ({ run: (await import('./export')).runExport }),
  },
  data: {
    summary: 'data sets: list, info, fetch, verify, preview',
    load: async () => ({ run: (await import('./data')).runData }),
  },
  engine: {
    summary: 'the native engine: status or install',
    load: async () => ({ run: (await import('./engine')).runEngine }),
  },
};

const help = `shapewright: design and train neural networks in .nn files

${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(9)} ${summary}`)
  .join('\n')}

Examples
  shapewright check samples/*.nn
  shapewright summary samples/mnist.nn --model Digits
  shapewright train samples/mnist.nn --epochs 1

shapewright COMMAND --help tells more. Exit status: 0 fine, 1 something is wrong, 2 a wrong command line.
`;

/** Runs a command line and gives the exit status. */
export async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(help);
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    process.stderr.write(`There is no command '${name}'.\n\n${help}`);
    return 2;
  }
  const { run } = await command.load();
  return run(rest);
}

// A reader that closes early (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
