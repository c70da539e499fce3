/** `shapewright format FILE…`: brings files into the common layout, or tells which are not. */
import { writeFile } from 'node:fs/promises';
import { parse } from '../language/syntax/parser';
import { print } from '../language/syntax/printer';
import { defineCommand, files } from './command';
import { flag } from './command/options';
import { readSource, standardInput } from './readSource';

interface FormattedFile {
  readonly file: string;
  /** Whether the common layout is another one. */
  readonly changed: boolean;
  /** The first syntax error: such a file is left alone. */
  readonly problem?: string;
}

export const formatCommand = defineCommand({
  name: 'format',
  summary: 'bring files into the common layout',
  operands: files,
  options: {
    check: flag('write nothing; exit status 1 where a file would change'),
    stdout: flag('write to the standard output instead of the file'),
  },
  examples: [
    'shapewright format samples/*.nn',
    'shapewright format --check samples/*.nn',
    'shapewright format - < samples/mnist.nn',
  ],
  notes:
    'A file with a syntax error is left as it is. A file of - is the standard input, and goes to the standard output.',
  perform: async ({ operands, values, json, output }) => {
    const found: FormattedFile[] = [];
    for (const operand of operands) {
      const text = await readSource(operand);
      const file = operand === '-' ? standardInput : operand;
      const toOutput = values.stdout || (operand === '-' && !values.check && !json);
      const tree = parse(text);
      if (tree.issues.length > 0) {
        const problem = tree.issues[0]?.message ?? 'it has a syntax error';
        found.push({ file, changed: false, problem });
        output.err.write(`${file}: ${problem}; left as it is\n`);
        continue;
      }
      const printed = print(tree);
      const changed = printed !== text;
      found.push({ file, changed });
      if (toOutput) output.out.write(printed);
      else if (changed && !values.check && operand !== '-') await writeFile(file, printed);
      if (changed && !toOutput && !json) output.out.write(values.check ? `${file} would change\n` : `${file}\n`);
    }
    if (json) output.out.write(`${JSON.stringify({ files: found })}\n`);
    return found.some(({ changed, problem }) => problem !== undefined || (changed && values.check)) ? 1 : 0;
  },
});
