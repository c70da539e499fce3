/** `shapewright data …`: what sources there are, what a declaration holds, and whether its files are whole. */
import { defineCommand, defineGroup, type Command, type CommandOutput, type Operands } from './command';
import { choice, dataFolderOption, flag, needed, wholeNumber, workspaceOption, type Option } from './command/options';
import { fetchData } from './data/fetchData';
import { infoOfData } from './data/infoOfData';
import { listData } from './data/listData';
import { previewData } from './data/previewData';
import { verifyData } from './data/verifyData';

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
  readonly out: string;
  readonly json: boolean;
}

const common = { 'data-folder': dataFolderOption, workspace: workspaceOption };
const seed = wholeNumber('seed of the split and of the Random… steps; 0 without it');

const subject: Operands = {
  usage: 'SOURCE | FILE NAME',
  least: 1,
  most: 2,
  mistake: 'Name a source, or a file and one of its data.',
};

export const dataCommand = defineGroup({
  name: 'data',
  summary: 'data sets: list, info, fetch, verify, preview',
  actions: [
    action('list', 'the sources and what of them is on this machine', {
      operands: { usage: '', least: 0, most: 0, mistake: 'The list takes no names.' },
      options: common,
      examples: ['shapewright data list'],
      perform: listData,
    }),
    action('info', 'shapes, types, classes and counts, behind each step', {
      operands: subject,
      options: common,
      examples: ['shapewright data info cifar10', 'shapewright data info samples/forecast.nn co2'],
      perform: infoOfData,
    }),
    action('fetch', 'download a published set into the cache', {
      operands: { usage: 'SOURCE', least: 1, most: 1, mistake: 'Name one source.' },
      options: common,
      examples: ['shapewright data fetch mnist'],
      perform: fetchData,
    }),
    action('verify', 'read everything once and tell its SHA-256', {
      operands: subject,
      options: { ...common, seed },
      examples: ['shapewright data verify samples/mnist.nn digits'],
      perform: verifyData,
    }),
    action('preview', 'images as a grid, a series as a line, as a PNG', {
      operands: subject,
      options: {
        ...common,
        out: needed('PNG', 'where the picture goes, - for the standard output', { short: 'o' }),
        split: choice(['train', 'test'], 'the part that is shown; train without it'),
        count: wholeNumber('how many examples are shown; 25 without it', { min: 1, max: 10_000 }),
        training: flag('with the Random… steps at work'),
        seed,
      },
      examples: ['shapewright data preview samples/cifar10.nn cifar -o grid.png'],
      perform: previewData,
    }),
  ],
});

interface DataAction {
  readonly operands: Operands;
  readonly options: { readonly [name: string]: Option<unknown> };
  readonly examples: readonly string[];
  readonly perform: (options: DataOptions, output: CommandOutput) => Promise<void>;
}

interface DataValues extends Partial<Omit<DataOptions, 'subject' | 'dataFolders' | 'json'>> {
  readonly 'data-folder'?: DataOptions['dataFolders'];
}

function action(name: string, summary: string, { perform, ...rest }: DataAction): Command {
  return defineCommand({
    ...rest,
    name: `data ${name}`,
    summary,
    perform: async ({ values, operands, json, output }) => {
      const given = values as DataValues;
      const options: DataOptions = {
        subject: operands,
        dataFolders: given['data-folder'] ?? {},
        workspace: given.workspace,
        split: given.split ?? 'train',
        count: given.count ?? 25,
        training: given.training ?? false,
        seed: given.seed ?? 0,
        out: given.out ?? '',
        json,
      };
      await perform(options, output);
      return 0;
    },
  });
}
