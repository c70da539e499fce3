/** One set-up's loss and metrics over a part of its data, with weights that are already there. */
import { initialVariables } from '../compiler/initializers';
import type { ModelGraph } from '../language/model/graph';
import type { EngineRequest } from '../protocol/engineMessages';
import type { AssertionOutcome, Logs, RunEventBody } from '../protocol/runEvents';
import type { EngineName, Tensor } from './backend';
import type { FeedBatches } from './data/batches';
import { openDataset } from './data/openDataset';
import type { EngineDependencies } from './engineProcess';
import { createDataContext, prepareRun, withOptions } from './prepareRun';
import { RunProblem } from './runProblem';
import type { TrainingData } from './trainer';
import { checkAssertions } from './training/assertions';
import type { TrainingControl } from './training/control';
import { evaluate } from './training/evaluate';
import { understandSource } from './understandSource';

/** The parts of the data that figures can be had of. */
export const evaluatedSplits = ['test', 'validation', 'train'] as const;
export type EvaluatedSplit = (typeof evaluatedSplits)[number];

export interface EvaluationDependencies extends Pick<EngineDependencies, 'selectEngine'> {
  /** The weights of the model by path; those that it leaves out are as before training. */
  readonly weights: (graph: ModelGraph, seed: number) => Promise<ReadonlyMap<string, Tensor>>;
  readonly emit: (event: RunEventBody) => void;
  readonly control: TrainingControl;
}

export interface Evaluation {
  readonly train: string;
  readonly model: string;
  readonly split: EvaluatedSplit;
  readonly examples: number;
  readonly engine: EngineName;
  readonly engineVersion: string;
  /** Why `auto` did not take the native engine. */
  readonly engineReason: string | undefined;
  readonly logs: Logs;
  /** Those of the train block about this part. */
  readonly assertions: readonly AssertionOutcome[];
}

/** Data of the text are opened as for a training. Undefined where a stop cut it short; throws a RunProblem. */
export async function evaluateModel(
  request: EngineRequest,
  split: EvaluatedSplit,
  { selectEngine, weights, emit, control }: EvaluationDependencies,
): Promise<Evaluation | undefined> {
  const aborter = new AbortController();
  void control.whenStopped().then(() => aborter.abort());
  const context = createDataContext(request, emit, aborter.signal);
  const understood = await understandSource(request, context);
  const settings = withOptions(understood.settings, request);
  const given = await weights(understood.graph, settings.seed);
  const { validation } = settings;
  const dataset = await openDataset(
    { ...understood.data, validation, limit: request.limit, seed: settings.seed },
    context,
  );
  try {
    const run = { request, understood, settings, dataset, stored: undefined };
    const { program, data, engine, reason, shares } = await prepareRun(run, { selectEngine });
    const batches = partOf(data, split, understood.name);
    const variables = new Map([...initialVariables(program, settings.seed), ...given]);
    const threads = shares.threads === null ? {} : { threads: shares.threads };
    const session = await engine.load(program, { variables, parts: shares.parts, ...threads });
    try {
      const logs = await evaluate({
        program,
        session,
        batches,
        batchSize: settings.batchSize,
        control,
        prefix: '',
        pause: () => control.resumed(),
        onProgress: (done, total) =>
          emit({ event: 'state', state: 'evaluating', progress: { done, total, unit: 'examples' } }),
      });
      if (logs === undefined) return undefined;
      return {
        train: understood.name,
        model: understood.graph.name,
        split,
        examples: batches.length,
        engine: engine.name,
        engineVersion: engine.version,
        engineReason: reason,
        logs,
        assertions: assertionsOf(settings.assertions, split, logs),
      };
    } finally {
      await session.dispose();
    }
  } finally {
    await dataset.close();
  }
}

function partOf(data: TrainingData, split: EvaluatedSplit, name: string): FeedBatches {
  const part = data[split];
  if (part !== undefined && part.length > 0) return part;
  const there = evaluatedSplits.filter((each) => (data[each]?.length ?? 0) > 0);
  throw new RunProblem('run/split', {
    message: `${name} has no ${split} part`,
    reason: `Its data have ${there.join(' and ')} examples alone.`,
    nextStep:
      split === 'validation' ? 'Set validation_split, or name another part.' : 'Name another part with --split.',
  });
}

/** `test.accuracy > 0.98` for the test part; the last epoch's figures, which others ask for, are not those of now. */
function assertionsOf(
  assertions: Parameters<typeof checkAssertions>[0],
  split: EvaluatedSplit,
  logs: Logs,
): readonly AssertionOutcome[] {
  const named = Object.fromEntries(Object.entries(logs).map(([name, value]) => [`${split}.${name}`, value]));
  return checkAssertions(
    assertions.filter(({ metric }) => metric.startsWith(`${split}.`)),
    named,
  );
}
