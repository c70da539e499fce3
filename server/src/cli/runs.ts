/** `shapewright runs ACTION …`: the runs that are kept; each action is a file in `runs/`. */
import { defineCommand, defineGroup, type Command, type Operands } from './command';
import { choice, flag, text, type Option } from './command/options';
import { trainEnvironment } from './followTraining';
import { attachRun } from './runs/attach';
import { compareRuns } from './runs/compare';
import { deleteRuns } from './runs/delete';
import { exportFormats, exportRun } from './runs/export';
import { showList } from './runs/list';
import { resumeRun } from './runs/resume';
import type { RunsAction, RunsCall } from './runs/runsCall';
import { showRun } from './runs/show';

const one: Operands = { usage: 'RUN', least: 1, most: 1, mistake: 'Name one run, or last.' };

/** What the examples say where it is not `last`. */
const lines: { readonly [name: string]: string } = {
  list: 'list --interrupted',
  compare: 'compare last 01J8',
  export: 'export last --to tensorboard logs',
};

export const runsCommand = defineGroup({
  name: 'runs',
  summary: 'kept runs: list, show, attach, resume, compare, export, delete',
  actions: [
    action('list', 'the runs of this folder, newest first', {
      operands: { usage: '', least: 0, most: 0, mistake: 'The list takes no names.' },
      options: { interrupted: flag('those alone that can go on') },
      perform: showList,
    }),
    action('show', 'what a run is, its epochs and its checkpoints', { operands: one, perform: showRun }),
    action('attach', 'look on at one that is under way, here or on a cluster', { operands: one, perform: attachRun }),
    action('resume', 'go on from its last good checkpoint, bit for bit', { operands: one, perform: resumeRun }),
    action('compare', 'settings that differ, and figures side by side', {
      operands: { usage: 'RUN RUN…', least: 2, most: 20, mistake: 'Name two runs or more.' },
      perform: compareRuns,
    }),
    action('export', 'curves or weights for other tools', {
      operands: { usage: 'RUN OUT', least: 2, most: 2, mistake: 'Name a run and where to write it.' },
      options: {
        to: choice(exportFormats, 'the format: tensorboard makes a folder, the others a file, which may be -'),
      },
      perform: exportRun,
    }),
    action('delete', 'remove runs from disk', {
      operands: { usage: 'RUN…', least: 1, most: 1000, mistake: 'Name the runs.' },
      perform: deleteRuns,
    }),
  ],
});

interface RunsActionDescription {
  readonly operands: Operands;
  readonly options?: { readonly [name: string]: Option<unknown> };
  readonly perform: RunsAction;
}

function action(name: string, summary: string, { operands, options, perform }: RunsActionDescription): Command {
  return defineCommand({
    name: `runs ${name}`,
    summary,
    operands,
    options: { ...options, in: text('FOLDER', 'whose runs; the folder one stands in without it') },
    examples: [`shapewright runs ${lines[name] ?? `${name} last`}`],
    notes: 'RUN is a name, an end or a beginning of one, or last.',
    perform: async ({ values, operands: names, json, output }) => {
      const given = values as { readonly in?: string } & Partial<Pick<RunsCall, 'to' | 'interrupted'>>;
      return perform({
        names,
        folder: given.in ?? '.',
        to: given.to,
        interrupted: given.interrupted ?? false,
        json,
        environment: await trainEnvironment(output),
      });
    },
  });
}
