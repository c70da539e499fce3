import type { CompileOptions, InputPlan, TargetPlan } from '../../compiler/compile';
import type { DataDescription, DataPart } from '../../language/data/description';
import type { DataStep, GraphNode, ModelGraph } from '../../language/model/graph';
import type { Shape } from '../../language/model/shape';
import type { TrainSettings } from '../../language/model/trainSettings';
import { RunProblem } from '../runProblem';

/** How a feed of the program is put together from the parts of an example. */
export interface FeedSource {
  readonly feed: string;
  readonly parts: readonly string[];
  readonly dtype: 'uint8' | 'int32' | 'float32';
  /** Of one example. */
  readonly shape: readonly number[];
}

export interface FeedPlan {
  readonly inputs: CompileOptions['inputs'];
  readonly targets: CompileOptions['targets'];
  readonly feeds: readonly FeedSource[];
}

/**
 * What is fed to each input and target of a training. `fed` is what the data give: shapes after all steps, types as
 * they are fed, bytes as bytes; `prelude` the pointwise steps left to the program, by part, for those that the model
 * takes as inputs.
 */
export function planFeeds(
  graph: ModelGraph,
  settings: Pick<TrainSettings, 'outputs'>,
  fed: DataDescription,
  prelude: ReadonlyMap<string, readonly DataStep[]>,
): FeedPlan {
  const targetParts = new Set(settings.outputs.map(({ target }) => target));
  const inputs = graph.inputs.map((node, index) => planInput(node, `input_${index}`, fed, targetParts));
  const inputNames = new Set(inputs.flatMap(({ source }) => source.parts));
  const targets = settings.outputs.map(({ output, target }, index) => {
    const node = graph.outputs.find(({ name }) => name === output)?.node;
    return {
      output,
      ...planTarget(partOf(fed, target), `target_${index}`, node?.output, inputNames, prelude.get(target) ?? []),
    };
  });
  return {
    inputs: new Map(inputs.map(({ path, source }) => [path, inputPlan(source, preludeOf(source, prelude))])),
    targets: new Map(targets.map(({ output, plan }) => [output, plan])),
    feeds: [...inputs, ...targets].map(({ source }) => source),
  };
}

function planInput(
  node: GraphNode,
  feed: string,
  description: DataDescription,
  targets: ReadonlySet<string>,
): { readonly path: string; readonly source: FeedSource } {
  const parts = inputParts(node, description, targets);
  const [first] = parts;
  const dtype = parts.length === 1 && first?.type === 'uint8' ? 'uint8' : 'float32';
  return {
    path: node.path,
    source: { feed, parts: parts.map(({ name }) => name), dtype, shape: sizes(node.output, node.path) },
  };
}

/** The parts named, or all but the target; where all are targets (an autoencoder), all but the data's own target. */
function inputParts(node: GraphNode, description: DataDescription, targets: ReadonlySet<string>): readonly DataPart[] {
  if (node.source?.data === undefined) throw noData(node);
  if (node.source.parts !== undefined) return node.source.parts.map((name) => partOf(description, name));
  const own = description.parts.filter(({ name, type }) => name !== description.target && type !== 'text');
  const others = own.filter(({ name }) => !targets.has(name));
  return others.length > 0 ? others : own;
}

/** Parts that come in one feed have one prelude. */
function preludeOf({ parts }: FeedSource, prelude: ReadonlyMap<string, readonly DataStep[]>): readonly DataStep[] {
  const [first = [], ...others] = parts.map((part) => prelude.get(part) ?? []);
  const differ = others.some(
    (steps) => steps.length !== first.length || steps.some((step, index) => step.layer !== first[index]?.layer),
  );
  if (!differ) return first;
  throw new RunProblem('data/step', {
    message: `The steps of ${parts.join(', ')} differ, and one input takes them all`,
    reason: 'The steps of the data declaration act on some of these parts only.',
    nextStep: 'Give each of them an input of its own.',
  });
}

function inputPlan({ feed, dtype, shape }: FeedSource, prelude: readonly DataStep[]): InputPlan {
  return { feed, dtype, shape, prelude };
}

function planTarget(
  part: DataPart,
  feed: string,
  output: Shape | undefined,
  inputs: ReadonlySet<string>,
  prelude: readonly DataStep[],
): { readonly plan: TargetPlan; readonly source: FeedSource } {
  const dtype = part.type === 'class' ? 'int32' : part.type === 'uint8' ? 'uint8' : 'float32';
  // A column beside an output of one value: the same numbers, in the output's shape.
  const asOutput = dtype === 'float32' && part.shape.length === 0 && output?.every((size) => size === 1) === true;
  const shape = sizes(asOutput ? output : part.shape, part.name);
  const base = { feed, dtype, shape, prelude: inputs.has(part.name) ? prelude : [] } as const;
  return {
    plan: part.classes === undefined ? base : { ...base, classes: part.classes.length },
    source: { feed, parts: [part.name], dtype, shape },
  };
}

function partOf(description: DataDescription, name: string): DataPart {
  const part = description.parts.find((candidate) => candidate.name === name);
  if (part !== undefined) return part;
  throw new RunProblem('data/part', {
    message: `The data have no part "${name}"`,
    reason: `They have ${description.parts.map((candidate) => candidate.name).join(', ')}.`,
    nextStep: 'Correct the name in the train block or the input.',
  });
}

function sizes(shape: Shape | undefined, name: string): readonly number[] {
  const known = shape?.filter((size): size is number => size !== null);
  if (known !== undefined && known.length === shape?.length) return known;
  throw new RunProblem('data/shape', {
    message: `The shape of ${name} is not known`,
    reason: 'A training needs all sizes.',
    nextStep: 'Give the input its sizes, or put Resizing or CenterCrop before it.',
  });
}

function noData(node: GraphNode): RunProblem {
  return new RunProblem('data/input', {
    message: `The input ${node.name} takes no data`,
    reason: 'It is declared by its shape alone, so that there is nothing to train it on.',
    nextStep: 'Write input with the name of a data declaration.',
  });
}
