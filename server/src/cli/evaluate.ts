/** `shapewright evaluate FILE`: loss and metrics of trained weights on a part of the data. */
import { resolve } from 'node:path';
import { evaluatedSplits, evaluateModel, type Evaluation } from '../engine/evaluateModel';
import { RunProblem } from '../engine/runProblem';
import { runFiles } from '../engine/runs/runFolder';
import { readRunRecord, type RunRecord } from '../engine/runs/runRecord';
import { selectEngine } from '../engine/selectEngine';
import { createTrainingControl, type TrainingControl } from '../engine/training/control';
import type { EngineRequest } from '../protocol/engineMessages';
import { jsonText } from '../protocol/eventJson';
import type { RunEventBody } from '../protocol/runEvents';
import type { StoredRun } from '../protocol/storedRun';
import { defineCommand, oneFile, type CommandOutput } from './command';
import { choice, text, UsageMistake } from './command/options';
import { weightsOf } from './export/weightsOf';
import { readSource } from './readSource';
import { newestTrained, rootOf, runNamed } from './runRoots';
import { createTrainDisplay, logText } from './trainDisplay';
import { firstTrain, modelOfTrain, trainOptions, trainRequest } from './trainOptions';

const { train, engine, limit, seed, 'batch-size': batchSize, 'data-folder': dataFolder } = trainOptions;

const evaluateOptions = {
  train,
  run: text(
    'RUN',
    "the weights of this run (see: shapewright runs list); without it those of the model's newest that has some",
  ),
  weights: text('FILE', 'those of a safetensors file'),
  split: choice(evaluatedSplits, 'which part of the data; test without it'),
  engine,
  limit,
  seed,
  'batch-size': batchSize,
  'data-folder': dataFolder,
};

export const evaluateCommand = defineCommand({
  name: 'evaluate',
  summary: 'loss and metrics of trained weights on the data',
  operands: oneFile,
  options: evaluateOptions,
  examples: [
    'shapewright evaluate samples/mnist.nn',
    'shapewright evaluate samples/fashion.nn --run last --split validation --engine wasm',
    'shapewright evaluate samples/mnist.nn --weights mnist.safetensors --json',
  ],
  notes: `Nothing random acts on the data, and the best weights of a run are taken. Seed, limit and data folders are
those of the run where they are not given, so that the parts are cut as they were. Exit status 1 also where an
assertion of the train block about this part fails.`,
  perform: async ({ operands: [name = ''], values, json, output }) => {
    if (values.run !== undefined && values.weights !== undefined)
      throw new UsageMistake('--run and --weights exclude each other.');
    const file = resolve(name);
    const source = await readSource(file);
    const wanted = values.train ?? firstTrain(source);
    const root = rootOf(file);
    const run = values.weights === undefined ? await chosenRun(root, file, source, wanted, values.run) : undefined;
    const record = run && (await readRunRecord(runFiles(run.folder).run));
    const request: EngineRequest = {
      ...asTrained(record),
      ...trainRequest({ ...values, weights: undefined }),
      dataFolders: { ...record?.dataFolders, ...values['data-folder'] },
      folder: '',
      file,
      source,
      train: wanted,
      workspace: root,
    };
    const control = createTrainingControl();
    let weightsName = '';
    const warnings: Warning[] = [];
    const collect = (event: RunEventBody): void => {
      if (event.event === 'warning') warnings.push({ code: event.code, message: event.message });
    };
    const found = await stoppable(control, () =>
      evaluateModel(request, values.split ?? 'test', {
        selectEngine,
        control,
        emit: json ? collect : createTrainDisplay(output.err, output.err),
        weights: async (graph, from) => {
          const chosen = await weightsOf(graph, { run: run?.run, root, file: values.weights, seed: from });
          weightsName = chosen.name;
          return chosen.weights;
        },
      }),
    );
    if (found === undefined) throw stopped();
    tell({ ...found, weights: weightsName, warnings }, json, output);
    return found.assertions.every(({ holds }) => holds) ? 0 : 1;
  },
});

/** The run named, or the newest of the set-up's model that has weights. */
async function chosenRun(
  root: string,
  file: string,
  source: string,
  wanted: string,
  name: string | undefined,
): Promise<StoredRun> {
  if (name !== undefined) return runNamed(root, name);
  const model = modelOfTrain(source, wanted);
  const run = await newestTrained(root, file, model);
  if (run !== undefined) return run;
  throw new RunProblem('run/weights', {
    message: `There are no weights of ${model === '' ? file : model} to evaluate`,
    reason: 'None of its runs here has left a checkpoint.',
    nextStep: 'Train it first (shapewright train), or name a run with --run or a safetensors file with --weights.',
  });
}

/** What decides how the data of a run were cut. */
function asTrained(record: RunRecord | undefined): Pick<EngineRequest, 'seed' | 'limit'> {
  if (record === undefined) return {};
  return { seed: record.seed, ...(record.limit === null ? {} : { limit: record.limit }) };
}

async function stoppable<Result>(control: TrainingControl, work: () => Promise<Result>): Promise<Result> {
  const stop = (): void => control.stop();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    return await work();
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

function stopped(): RunProblem {
  return new RunProblem('run/stopped', {
    message: 'The evaluation was stopped',
    reason: 'An interrupt came before the last example.',
    nextStep: 'Evaluate again.',
  });
}

interface Warning {
  readonly code: string;
  readonly message: string;
}

interface Told extends Evaluation {
  readonly weights: string;
  readonly warnings: readonly Warning[];
}

function tell(found: Told, json: boolean, { out, err }: CommandOutput): void {
  if (json) {
    out.write(`${jsonText(found)}\n`);
    return;
  }
  const { weights, split, logs, examples, assertions, engine: name, engineVersion } = found;
  if (err.isTTY === true) err.write('\r\u001b[2K');
  out.write(`${split} · ${logText(logs)} · ${examples.toLocaleString('en-US')} examples\n`);
  for (const { text: asserted, holds } of assertions) out.write(`${holds ? 'holds' : 'FAILS'}: ${asserted}\n`);
  out.write(`${weights}, ${name} ${engineVersion}\n`);
}
