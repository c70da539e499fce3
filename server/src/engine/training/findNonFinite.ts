/**
 * Which layer was the first to produce a NaN or an infinity. The step that showed it has already spoilt the weights,
 * so the run is repeated from its last good point up to that batch (at most what a checkpoint's interval holds), and
 * the batch's program is then run with all of its intermediate results looked at.
 */
import { operationNamed } from '../../compiler/operations/registry';
import type { Operation, Program, TensorRef } from '../../compiler/program';
import type { Engine, EngineSession, LoadOptions, Tensor } from '../backend';
import { train, type TrainerOptions } from '../trainer';
import { programFunction } from './feeds';
import { isFiniteTensor } from './nonFiniteProblem';
import type { ResumePoint } from './resumePoint';

export interface NonFiniteSearch {
  readonly program: Program;
  readonly engine: Engine;
  readonly load: Omit<LoadOptions, 'variables'>;
  /** As the run was trained; its session is used for the repetition. */
  readonly options: Pick<TrainerOptions, 'session' | 'settings' | 'data' | 'control' | 'now'>;
  readonly from: ResumePoint;
}

export interface NonFiniteOrigin {
  /** The path of the graph node, or of the layer whose weights it was. */
  readonly layer: string;
  /** The operation: `Log`, `Conv2DBackpropFilter`. */
  readonly op: string;
  /** The batch, counted from 0. */
  readonly globalStep: number;
}

/** Undefined where all results of the batch are finite, or a stop was asked for meanwhile. */
export async function findNonFinite(search: NonFiniteSearch, globalStep: number): Promise<NonFiniteOrigin | undefined> {
  const found = await originAt(search, globalStep);
  // Weights that were spoilt before the batch: the batch before has done it.
  if (found?.op !== readOperation || globalStep <= search.from.state.globalStep) return found;
  return (await originAt(search, globalStep - 1)) ?? found;
}

const readOperation = 'ReadVariableOp';
/** Results asked for at a time: all at once would take the memory of all layers together. */
const chunk = 32;

async function originAt(search: NonFiniteSearch, globalStep: number): Promise<NonFiniteOrigin | undefined> {
  const feeds = await repeatUntil(search, globalStep);
  if (feeds === undefined) return undefined;
  const { program, names } = checkProgram(search.program);
  const session = await search.engine.load(program, { ...search.load, variables: await search.options.session.read() });
  try {
    for (let start = 0; start < names.length; start += chunk) {
      const asked = names.slice(start, start + chunk);
      const values = await session.run(
        'train',
        feeds,
        asked.map(({ name }) => name),
      );
      const first = asked.find(({ name }) => !isFiniteTensor(values.get(name)));
      if (first !== undefined) return { layer: layerOf(first.operation), op: first.operation.op, globalStep };
    }
    return undefined;
  } finally {
    await session.dispose();
  }
}

/** Brings the session to the moment before a batch, and gives what is fed to it. */
async function repeatUntil(
  { program, options, from }: NonFiniteSearch,
  globalStep: number,
): Promise<ReadonlyMap<string, Tensor> | undefined> {
  const { session } = options;
  await session.assign(from.variables);
  let left = globalStep - from.state.globalStep;
  let captured: ReadonlyMap<string, Tensor> | undefined;
  const until: EngineSession = {
    ...withMethods(session),
    run: (name, feeds, results) => {
      if (name !== 'train') return session.run(name, feeds, results);
      left -= 1;
      if (left >= 0) return session.run(name, feeds, results);
      captured = feeds;
      return Promise.reject(new Error('the batch is reached'));
    },
  };
  await train({ ...options, program, session: until, state: from.state, emit: () => undefined }).catch(
    (error: unknown) => {
      if (captured === undefined) throw error;
    },
  );
  return captured;
}

/** Methods live on a class's prototype, which a spread leaves behind. */
function withMethods(session: EngineSession): Omit<EngineSession, 'run'> {
  return {
    read: (names) => session.read(names),
    assign: (values) => session.assign(values),
    dispose: () => session.dispose(),
  };
}

interface Checked {
  readonly name: string;
  readonly operation: Operation;
}

/** The training function without its updates, every result of floats named. */
function checkProgram(program: Program): { readonly program: Program; readonly names: readonly Checked[] } {
  const whole = programFunction(program, 'train');
  // Uncut, since a part of a batch adds nothing here.
  const { uncut: step = whole } = whole;
  const places = new Map<number, number>();
  const operations: Operation[] = [];
  const move = ({ operation, output }: TensorRef): TensorRef => ({ operation: places.get(operation) ?? 0, output });
  for (const [index, operation] of step.operations.entries()) {
    if (operationNamed(operation.op).sideEffect === true) continue;
    places.set(index, operations.length);
    operations.push({ ...operation, inputs: operation.inputs.map(move) });
  }
  const results = operations.flatMap(({ outputs }, operation) =>
    outputs.flatMap(({ dtype }, output) =>
      dtype === 'float32' ? [{ name: `${operation}:${output}`, tensor: { operation, output } }] : [],
    ),
  );
  const names = results.flatMap(({ name, tensor }) => {
    const operation = operations[tensor.operation];
    return operation === undefined ? [] : [{ name, operation }];
  });
  return { program: { ...program, functions: { train: { ...step, operations, results, metricLayout: [] } } }, names };
}

function layerOf({ layer, names }: Operation): string {
  const variable = names?.[0] ?? '';
  return layer ?? variable.slice(0, Math.max(0, variable.lastIndexOf('/')));
}
