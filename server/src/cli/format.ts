/** `shapewright format FILE…`: brings files into the common layout, or tells which are not. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parse } from '../language/syntax/parser';
import { print } from '../language/syntax/printer';
import { processOutput, type CommandOutput } from './command';
import { readSource } from './readSource';

const usage = `shapewright format FILE… [--check] [--stdout]

--check writes nothing and gives exit status 1 where a file would change.
`;

/** Formats files and gives the exit status. A file with a syntax error is left alone and told. */
export async function runFormat(argv: readonly string[], output: CommandOutput = processOutput): Promise<number> {
  const options = readOptions(argv);
  if (typeof options === 'string') {
    output.err.write(`${options}\n${usage}`);
    return 2;
  }
  if (options.help) {
    output.out.write(usage);
    return 0;
  }
  let status = 0;
  for (const file of options.files) {
    const text = await readSource(file);
    const tree = parse(text);
    if (tree.issues.length > 0) {
      output.err.write(`${file}: ${tree.issues[0]?.message ?? 'it has a syntax error'}; left as it is\n`);
      status = 1;
      continue;
    }
    const printed = print(tree);
    if (options.stdout) output.out.write(printed);
    else if (printed !== text && options.check) {
      output.out.write(`${file} would change\n`);
      status = 1;
    } else if (printed !== text) {
      await writeFile(file, printed);
      output.out.write(`${file}\n`);
    }
  }
  return status;
}

interface Options {
  readonly files: readonly string[];
  readonly check: boolean;
  readonly stdout: boolean;
  readonly help: boolean;
}

/** A text is what is wrong. */
function readOptions(argv: readonly string[]): Options | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        check: { type: 'boolean', default: false },
        stdout: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (positionals.length === 0 && !values.help) return 'Name at least one file.';
    return { files: positionals, check: values.check, stdout: values.stdout, help: values.help };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
