/** `shapewright check FILE…`: what is wrong with files, for people, for GitHub or as JSON. */
import { checkFile, type CheckedFile } from './check/checkFile';
import { githubText } from './check/githubText';
import { limitOptions } from './check/limits';
import { plainText } from './check/plainText';
import { defineCommand, files } from './command';
import { paintFor } from './command/colours';
import { choice, UsageMistake, workspaceOption } from './command/options';
import { standardInput } from './readSource';

export const checkCommand = defineCommand({
  name: 'check',
  summary: 'check files and tell what is wrong',
  operands: files,
  options: {
    format: choice(['text', 'github'], 'text without it; github writes annotations for GitHub Actions'),
    ...limitOptions,
    workspace: workspaceOption,
  },
  examples: [
    'shapewright check samples/*.nn',
    'shapewright check --json samples/mnist.nn',
    'shapewright check --max-params 100k --max-memory 200MB samples/mnist.nn',
    'shapewright check - --format github < samples/mnist.nn',
  ],
  notes: `Limits count for each model: k, M, G are decimal, Ki, Mi, Gi binary. The memory of a training step is that of
memory(batch=n) in assertions, with the largest batch of the model's set-ups, or 32. A file of - is the standard input.`,
  perform: async ({ operands, values, json, output }) => {
    if (json && values.format !== undefined) throw new UsageMistake('--json and --format exclude each other.');
    const found: CheckedFile[] = [];
    for (const file of operands) {
      const diagnostics = await checkFile(file, values.workspace, values);
      found.push({ file: file === '-' ? standardInput : file, diagnostics });
    }
    const errors = found
      .flatMap(({ diagnostics }) => diagnostics)
      .filter(({ severity }) => severity === 'error').length;
    if (json) output.out.write(`${JSON.stringify({ files: found })}\n`);
    else {
      const paint = paintFor(output.out);
      const workspace = process.env['GITHUB_WORKSPACE'];
      const write = (file: CheckedFile): string =>
        values.format === 'github' ? githubText(file, workspace) : plainText(file, paint);
      output.out.write(found.map(write).join('') + summaryLine(found.length, errors));
    }
    return errors > 0 ? 1 : 0;
  },
});

function summaryLine(files: number, errors: number): string {
  return `${files} file${files === 1 ? '' : 's'}, ${errors === 0 ? 'no errors' : `${errors} error${errors === 1 ? '' : 's'}`}\n`;
}
