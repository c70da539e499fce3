/** `shapewright data …`: what sources there are, what a declaration holds, and whether its files are whole. */
import { parseArgs } from 'node:util';
import { RunProblem } from '../engine/runProblem';
import { processOutput, type CommandOutput } from './command';
import { fetchData } from './data/fetchData';
import { infoOfData } from './data/infoOfData';
import { listData } from './data/listData';
import { previewData } from './data/previewData';
import { verifyData } from './data/verifyData';

const usage = `shapewright data list                        the sources and what of them is on this machine
shapewright data info SOURCE | FILE NAME     shapes, types, classes and counts, behind each step
shapewright data fetch SOURCE                downloads a published set into the cache
shapewright data verify SOURCE | FILE NAME   reads everything once and tells its SHA-256
shapewright data preview FILE NAME -o OUT    images as a grid, a series as a line, as a PNG

  --data-folder SOURCE=FOLDER   where a published set already is
  --workspace FOLDER            data may come from there, besides the folder of the file
  --split train|test            the part that is shown (train)
  --count N                     how many examples are shown (25)
  --training                    with the Random… steps at work
  --seed N                      of the split and of the Random… steps (0)
  --json                        one JSON object a line

Exit status: 0 fine, 1 something is wrong, 2 a wrong command line.
`;

/** What all actions share. */
export interface DataOptions {
  /** SOURCE, or FILE and NAME. */
  readonly subject: readonly string[];
  readonly dataFolders: { readonly [source: string]: string };
  readonly workspace: string | undefined;
  readonly split: 'train' | 'test';
  readonly count: number;
  readonly training: boolean;
  readonly seed: number;
  readonly out: string | undefined;
  readonly json: boolean;
}

type Action = (options: DataOptions, output: CommandOutput) => Promise<void>;

const actions: { readonly [name: string]: { readonly run: Action; readonly subjects: readonly number[] } } = {
  list: { run: listData, subjects: [0] },
  info: { run: infoOfData, subjects: [1, 2] },
  fetch: { run: fetchData, subjects: [1] },
  verify: { run: verifyData, subjects: [1, 2] },
  preview: { run: previewData, subjects: [1, 2] },
};

/** Runs an action and gives the exit status. */
export async function runData(argv: readonly string[], output: CommandOutput = processOutput): Promise<number> {
  const parsed = readOptions(argv);
  if (typeof parsed === 'string') {
    (parsed === 'help' ? output.out : output.err).write(parsed === 'help' ? usage : `${parsed}\n${usage}`);
    return parsed === 'help' ? 0 : 2;
  }
  try {
    await parsed.run(parsed.options, output);
    return 0;
  } catch (error) {
    if (!(error instanceof RunProblem)) throw error;
    const { code, message, reason, nextStep } = error;
    if (parsed.options.json)
      output.out.write(`${JSON.stringify({ error: { code, message, cause: reason, nextStep } })}\n`);
    else output.err.write(`${message} (${code})\n  ${reason}\n  ${nextStep}\n`);
    return 1;
  }
}

/** A text is what is wrong, or `help`. */
function readOptions(argv: readonly string[]): { readonly run: Action; readonly options: DataOptions } | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        'data-folder': { type: 'string', multiple: true, default: [] },
        workspace: { type: 'string' },
        split: { type: 'string', default: 'train' },
        count: { type: 'string', default: '25' },
        training: { type: 'boolean', default: false },
        seed: { type: 'string', default: '0' },
        out: { type: 'string', short: 'o' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const [name, ...subject] = positionals;
    if (values.help) return 'help';
    const action = name !== undefined && Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (action === undefined) return name === undefined ? 'Say what to do.' : `There is no action '${name}'.`;
    if (!action.subjects.includes(subject.length))
      return `'${name}' takes ${action.subjects.length === 1 && action.subjects[0] === 0 ? 'nothing more' : 'a source, or a file and a name'}.`;
    if (action.run === previewData && values.out === undefined) return 'Say where to write the picture: -o grid.png.';
    if (values.split !== 'train' && values.split !== 'test') return `--split is train or test, not '${values.split}'.`;
    return {
      run: action.run,
      options: {
        subject,
        dataFolders: Object.fromEntries(values['data-folder'].map(dataFolder)),
        workspace: values.workspace,
        split: values.split,
        count: wholeNumber('count', values.count, 1, 10_000),
        training: values.training,
        seed: wholeNumber('seed', values.seed, 0, Number.MAX_SAFE_INTEGER),
        out: values.out,
        json: values.json,
      },
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function dataFolder(text: string): readonly [string, string] {
  const [, source, folder] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (source === undefined || folder === undefined)
    throw new RangeError(`--data-folder is SOURCE=FOLDER, not '${text}'.`);
  return [source, folder];
}

function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= min && value <= max) return value;
  throw new RangeError(`--${name} takes a whole number from ${min}, not '${text}'.`);
}
