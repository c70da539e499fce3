/** `shapewright runs ACTION …`: the runs that are kept; each action is a file in `runs/`. */
import { parseArgs } from 'node:util';
import { RunProblem, textOf } from '../engine/runProblem';
import { trainEnvironment, type TrainEnvironment } from './followTraining';
import { attachRun } from './runs/attach';
import { compareRuns } from './runs/compare';
import { deleteRuns } from './runs/delete';
import { exportRun } from './runs/export';
import { showList } from './runs/list';
import { resumeRun } from './runs/resume';
import type { RunsAction, RunsCall } from './runs/runsCall';
import { showRun } from './runs/show';

const usage = `shapewright runs list [--interrupted]         the runs of this folder, newest first
shapewright runs show RUN                     what a run is, its epochs and its checkpoints
shapewright runs attach RUN                   looks on at one that is under way, here or on a cluster
shapewright runs resume RUN                   goes on from its last good checkpoint, bit for bit
shapewright runs compare RUN RUN…             settings that differ, and figures side by side
shapewright runs export RUN --to FORMAT OUT   tensorboard (a folder), safetensors, csv or json (a file)
shapewright runs delete RUN…                  removes runs from disk

RUN is a name, an end or a beginning of one, or last. --in FOLDER looks for runs there. --json writes JSON.
Exit status: 0 fine, 1 something is wrong, 2 a wrong command line.
`;

const actions: {
  readonly [name: string]: { readonly perform: RunsAction; readonly least: number; readonly most: number };
} = {
  list: { perform: showList, least: 0, most: 0 },
  show: { perform: showRun, least: 1, most: 1 },
  attach: { perform: attachRun, least: 1, most: 1 },
  resume: { perform: resumeRun, least: 1, most: 1 },
  compare: { perform: compareRuns, least: 2, most: 20 },
  export: { perform: exportRun, least: 2, most: 2 },
  delete: { perform: deleteRuns, least: 1, most: 1000 },
};

/** Runs an action and gives the exit status. */
export async function runRuns(argv: readonly string[], environment?: TrainEnvironment): Promise<number> {
  const where = environment ?? (await trainEnvironment());
  if (argv.includes('--help') || argv.includes('-h')) {
    where.output.write(usage);
    return 0;
  }
  const call = readCall(argv, where);
  if (typeof call === 'string') {
    where.errors.write(`${call}\n${usage}`);
    return 2;
  }
  try {
    return await call.perform(call);
  } catch (error) {
    if (!(error instanceof RunProblem)) throw error;
    const { code, message, reason, nextStep } = error;
    where.errors.write(
      call.json ? `${JSON.stringify({ code, message, reason, nextStep })}\n` : `${message}.\n${reason}\n${nextStep}\n`,
    );
    return 1;
  }
}

/** A text is what is wrong. */
function readCall(
  argv: readonly string[],
  environment: TrainEnvironment,
): (RunsCall & { readonly perform: RunsAction }) | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        in: { type: 'string', default: '.' },
        to: { type: 'string' },
        interrupted: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    const [name = '', ...names] = positionals;
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (action === undefined) return name === '' ? 'Say what to do with runs.' : `There is no action '${name}'.`;
    if (names.length < action.least || names.length > action.most) return `${name} takes ${wanted(action)}.`;
    return {
      perform: action.perform,
      names,
      folder: values.in,
      to: values.to,
      interrupted: values.interrupted,
      json: values.json,
      environment,
    };
  } catch (error) {
    return textOf(error);
  }
}

function wanted({ least, most }: { readonly least: number; readonly most: number }): string {
  if (most === 0) return 'no names';
  return least === most ? `${least} ${least === 1 ? 'name' : 'names'}` : `${least} names or more`;
}
