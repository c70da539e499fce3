/** The point at which a run goes on: its newest checkpoint that is whole and fits the program. */
import type { Program, Variable } from '../../compiler/program';
import type { Tensor } from '../backend';
import type { CheckpointStore } from '../runs/checkpointStore';
import { decodeState, type TrainingState } from './trainingState';

export interface ResumePoint {
  readonly state: TrainingState;
  readonly variables: ReadonlyMap<string, Tensor>;
}

export interface FoundPoint extends ResumePoint {
  /** A line for each newer checkpoint that was passed over. */
  readonly skipped: readonly string[];
}

/** Undefined where there is none: the run then begins again, which gives the same result. */
export async function findResumePoint(
  checkpoints: CheckpointStore,
  program: Program,
  examples: number,
  callbacks: number,
): Promise<FoundPoint | undefined> {
  const found = await checkpoints.find(
    (content) => {
      const point = decodeState(content);
      checkPoint(point, program, examples, callbacks);
      return point;
    },
    sizeLimit(program, examples),
  );
  return found && { ...found.value, skipped: found.skipped };
}

const headerSpace = 1024 * 1024;

/** Variables, the weights kept by a callback, the order of the examples, and the header with its names. */
function sizeLimit(program: Program, examples: number): number {
  const names = program.variables.reduce((sum, { name }) => sum + 2 * name.length + 400, 0);
  const values = program.variables.reduce((sum, { shape }) => sum + 4 * elementsOf(shape), 0);
  return headerSpace + 2 * (names + values) + 4 * examples;
}

/** Throws an Error with the first thing that does not fit: the checkpoint may come from anywhere. */
function checkPoint({ state, variables }: ResumePoint, program: Program, examples: number, callbacks: number): void {
  for (const variable of program.variables) checkTensor(variable, variables.get(variable.name));
  const kept = state.kept;
  for (const variable of program.variables) {
    if (kept !== undefined && variable.role === 'weight') checkTensor(variable, kept.get(variable.name));
  }
  if (variables.size !== program.variables.length)
    throw new Error(`it has ${variables.size} variables, the program ${program.variables.length}`);
  if (state.callbacks.length !== callbacks)
    throw new Error(`it has ${state.callbacks.length} callbacks, the run ${callbacks}`);
  const { order, step } = state;
  if (order.length !== 0 && order.length !== examples)
    throw new Error(`it orders ${order.length} examples, the data have ${examples}`);
  if (order.length === 0 && step > 0)
    throw new Error('it is in the middle of an epoch without an order of the examples');
  if (order.some((row) => row < 0 || row >= examples)) throw new Error('its order names examples that are not there');
}

function checkTensor({ name, dtype, shape }: Variable, tensor: Tensor | undefined): void {
  if (tensor === undefined) throw new Error(`it has no ${name}`);
  if (tensor.dtype !== dtype || tensor.shape.join() !== shape.join()) {
    throw new Error(
      `${name} is ${tensor.dtype} [${tensor.shape.join(', ')}] in it and ${dtype} [${shape.join(', ')}] in the program`,
    );
  }
}

function elementsOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
