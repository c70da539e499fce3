import { createHash } from 'node:crypto';
import { variableName } from '../../compiler/lowering';
import type { GraphNode } from '../../language/model/graph';
import type {
  ExampleChoice,
  FitAnswer,
  FiltersAnswer,
  InspectAnswer,
  InspectQuestion,
  InspectSubject,
  ScoresAnswer,
  ThumbnailAnswer,
  WeightsChoice,
  WindowAnswer,
} from '../../protocol/inspectMessages';
import type { Tensor } from '../backend';
import { RunProblem } from '../runProblem';
import { createByteCache } from './byteCache';
import { evaluateLayer, type LayerEvaluation } from './evaluateLayer';
import { exampleFeeds, exampleKey, exampleTruth } from './exampleFeeds';
import { exactMap, featureMaps, thumbnail } from './featureMaps';
import { createWeightStore, type ModelWeights, type WeightStore } from './loadWeights';
import { activationOf, layerWindow, modelPicture } from './modelPicture';
import { understandModel, type UnderstoodModel } from './understandModel';
import { windowArithmetic } from './windowArithmetic';

export interface InspectService {
  /** Answers one question after the other. Rejects with a RunProblem where the model, the data or the weights are not there. */
  ask(subject: InspectSubject, question: InspectQuestion): Promise<InspectAnswer>;
}

const featureBudget = 384 * 1024 ** 2;
/** So many texts are kept as they were understood: the one at hand and those it is compared with. */
const keptModels = 4;
/** A thumbnail does not make more new weights than this. */
const thumbnailWeights = 4_000_000;
/** More filters than this are no picture any more, and no message either. */
const filterLimit = 12_000_000;

export function createInspectService(): InspectService {
  const models = new Map<string, Promise<UnderstoodModel>>();
  const features = createByteCache<Tensor>(featureBudget);
  const weights = createWeightStore();
  let last: Promise<unknown> = Promise.resolve();

  const modelOf = (subject: InspectSubject, key: string): Promise<UnderstoodModel> => {
    const known = models.get(key);
    models.delete(key);
    const model = known ?? understandModel(subject);
    models.set(key, model);
    // Data may arrive later: what has failed is tried again.
    model.catch(() => models.delete(key));
    for (const oldest of models.keys()) {
      if (models.size <= keptModels) break;
      models.delete(oldest);
    }
    return model;
  };
  const answer = async (subject: InspectSubject, question: InspectQuestion): Promise<InspectAnswer> => {
    const key = digest(JSON.stringify([subject.file, subject.model, subject.source, subject.dataFolders]));
    const model = await modelOf(subject, key);
    if (question.kind === 'model') return modelPicture(model);
    if (question.kind === 'example') return exampleTruth(model, question.example);
    const scene: Scene = { model, key, runs: subject.runs, weights, features };
    return answerAbout(scene, question);
  };
  return {
    ask: (subject, question) => {
      const turn = last.then(() => answer(subject, question));
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}

interface Scene {
  readonly model: UnderstoodModel;
  readonly key: string;
  readonly runs: string;
  readonly weights: WeightStore;
  readonly features: ReturnType<typeof createByteCache<Tensor>>;
}

type Seen = { readonly weights: WeightsChoice; readonly example: ExampleChoice };

async function answerAbout(
  scene: Scene,
  question: Exclude<InspectQuestion, { kind: 'model' | 'example' }>,
): Promise<InspectAnswer> {
  switch (question.kind) {
    case 'thumbnail':
      return thumbnailOf(scene, question, nodeAt(scene, question.path));
    case 'features':
      return featureMaps(question.path, await valueOf(scene, question, nodeAt(scene, question.path)));
    case 'map':
      return exactMap(question.path, question.map, await valueOf(scene, question, nodeAt(scene, question.path)));
    case 'filters':
      return filtersOf(scene, question.weights, nodeAt(scene, question.path));
    case 'window':
      return windowOf(scene, question, nodeAt(scene, question.path));
    case 'fit':
      return fitOf(scene, question.weights);
    case 'scores':
      return scoresOf(scene, question);
  }
}

function nodeAt({ model }: Scene, path: string): GraphNode {
  const node = model.graph.nodes.find((candidate) => candidate.path === path);
  if (node !== undefined) return node;
  throw new RunProblem('inspect/layer', {
    message: `There is no layer "${path}"`,
    reason: 'The model has changed.',
    nextStep: 'Choose one of its layers.',
  });
}

async function valueOf(scene: Scene, seen: Seen, node: GraphNode): Promise<Tensor> {
  return evaluateLayer(node, await evaluationOf(scene, seen));
}

async function evaluationOf({ model, key, runs, weights, features }: Scene, seen: Seen): Promise<LayerEvaluation> {
  const origin = await weights.origin(runs, seen.weights);
  const place = `${key}\n${origin}\n${exampleKey(seen.example, digest)}\n`;
  const source = sourceOf({ key, model, runs });
  return {
    program: model.program,
    feeds: await exampleFeeds(model, seen.example),
    weights: (names) => weights.load(source, seen.weights, names),
    known: {
      get: (path) => features.get(place + path),
      set: (path, value) => features.set(place + path, value, value.data.byteLength),
    },
  };
}

/** Left empty where it would take long and nobody has asked for the layer itself. */
async function thumbnailOf(scene: Scene, seen: Seen, node: GraphNode): Promise<ThumbnailAnswer> {
  const evaluation = await evaluationOf(scene, seen);
  if (seen.weights.kind === 'initial' && newWeights(node, evaluation) > thumbnailWeights) {
    return {
      kind: 'thumbnail',
      path: node.path,
      drawn: false,
      height: 0,
      width: 0,
      channels: 1,
      values: new Uint8Array(),
    };
  }
  return thumbnail(node.path, await evaluateLayer(node, evaluation), node.inputs.length === 0);
}

/** The weights of all layers that would have to be computed. */
function newWeights(node: GraphNode, evaluation: LayerEvaluation, seen = new Set<GraphNode>()): number {
  if (seen.has(node) || evaluation.known.get(node.path) !== undefined) return 0;
  seen.add(node);
  return (
    (node.owner.params.params ?? 0) + node.inputs.reduce((sum, input) => sum + newWeights(input, evaluation, seen), 0)
  );
}

async function filtersOf(scene: Scene, choice: WeightsChoice, node: GraphNode): Promise<FiltersAnswer> {
  const kernel = node.layer.windowOperation === undefined ? undefined : await weightOf(scene, choice, node, 'kernel');
  if (kernel === undefined) {
    throw new RunProblem('inspect/filters', {
      message: `${node.name} has no filters`,
      reason: `${node.layer.name} slides no kernel over its input.`,
      nextStep: 'Choose a convolution.',
    });
  }
  if (kernel.data.length > filterLimit) {
    throw new RunProblem('inspect/filters', {
      message: `${node.name} has ${kernel.data.length.toLocaleString('en-US')} weights, too many to show`,
      reason: `The limit is ${filterLimit.toLocaleString('en-US')}.`,
      nextStep: 'Choose a smaller layer.',
    });
  }
  const bias = await weightOf(scene, choice, node, 'bias');
  return {
    kind: 'filters',
    path: node.path,
    shape: kernel.shape,
    values: floatsOf(kernel),
    bias: bias && floatsOf(bias),
  };
}

async function windowOf(
  scene: Scene,
  question: InspectQuestion & { kind: 'window' },
  node: GraphNode,
): Promise<WindowAnswer> {
  const window = layerWindow(node);
  const [input] = node.inputs;
  if (window === undefined || input === undefined) {
    throw new RunProblem('inspect/window', {
      message: `${node.name} has no sliding window`,
      reason: `A unit of ${node.layer.name} is no function of one window of its input.`,
      nextStep: 'Choose a convolution or a pooling layer.',
    });
  }
  return windowArithmetic({
    path: node.path,
    window,
    unit: question.unit,
    channel: question.channel,
    output: await valueOf(scene, question, node),
    input: await valueOf(scene, question, input),
    kernel: await weightOf(scene, question.weights, node, 'kernel'),
    bias: await weightOf(scene, question.weights, node, 'bias'),
    activation: activationOf(node),
  });
}

async function fitOf(scene: Scene, choice: WeightsChoice): Promise<FitAnswer> {
  const missing = await scene.weights.unfit(sourceOf(scene), choice);
  const unfit = scene.model.graph.nodes
    .filter(({ owner }) => owner.weights.some(({ name }) => missing.has(variableName(owner, name))))
    .map(({ name }) => name);
  return { kind: 'fit', unfit };
}

async function scoresOf(scene: Scene, seen: Seen): Promise<ScoresAnswer> {
  const { graph, description } = scene.model;
  const outputs = [];
  for (const { name, node } of graph.outputs) {
    const values = floatsOf(await valueOf(scene, seen, node));
    const parts = [...(description?.parts ?? [])].sort((a, b) => Number(b.name === name) - Number(a.name === name));
    const classes = parts.find((part) => part.classes?.length === values.length)?.classes;
    const isScores = node.output?.length === 1;
    if (isScores) outputs.push({ name, values, classes });
  }
  return { kind: 'scores', outputs };
}

async function weightOf(
  { model, key, runs, weights }: Scene,
  choice: WeightsChoice,
  node: GraphNode,
  weight: string,
): Promise<Tensor | undefined> {
  if (!node.owner.weights.some(({ name }) => name === weight)) return undefined;
  const name = variableName(node.owner, weight);
  const source = sourceOf({ key, model, runs });
  return (await weights.load(source, choice, new Set([name]))).get(name);
}

function sourceOf({ key, model, runs }: Pick<Scene, 'key' | 'model' | 'runs'>): ModelWeights {
  return { key, program: model.program, seed: model.seed, runs };
}

function floatsOf({ data }: Tensor): Float32Array {
  return data instanceof Float32Array ? data : Float32Array.from(data);
}

function digest(content: string | Uint8Array): string {
  return createHash('sha1').update(content).digest('hex');
}
