import type { NumericTensor } from '../operations/definition';
import { operationNamed } from '../operations/registry';
import type { Operation, Program, ProgramFunction } from '../program';

/** A tensor as engines take and give it, in any number array. */
export interface TensorLike {
  readonly dtype: NumericTensor['dtype'];
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** The program run in float64, with the shape of an engine's session. For tests: it is slow. */
export interface ReferenceSession {
  run(
    name: string,
    feeds: ReadonlyMap<string, TensorLike>,
    results?: readonly string[],
  ): Promise<ReadonlyMap<string, NumericTensor>>;
  read(names?: readonly string[]): Promise<ReadonlyMap<string, NumericTensor>>;
  assign(values: ReadonlyMap<string, TensorLike>): Promise<void>;
  dispose(): Promise<void>;
}

/** Starts a program with the values of all its variables. */
export function createReferenceSession(program: Program, variables: ReadonlyMap<string, TensorLike>): ReferenceSession {
  const state = new Map<string, NumericTensor>();
  const store = (values: ReadonlyMap<string, TensorLike>): void => {
    for (const [name, value] of values) state.set(name, numeric(value));
  };
  store(variables);
  for (const { name } of program.variables) {
    if (!state.has(name)) throw new Error(`the variable ${name} has no value`);
  }
  return {
    run(name, feeds, results) {
      const target = program.functions[name];
      if (target === undefined) return Promise.reject(new Error(`there is no function ${name}`));
      const given = new Map([...feeds].map(([feed, value]) => [feed, numeric(value)]));
      return Promise.resolve(runFunction(target, state, given, results));
    },
    read: (names = [...state.keys()]) => Promise.resolve(new Map(names.map((name) => [name, lookUp(state, name)]))),
    assign(values) {
      store(values);
      return Promise.resolve();
    },
    dispose: () => Promise.resolve(),
  };
}

/** Runs one function: all reads first, updates after them, in place. */
export function runFunction(
  target: ProgramFunction,
  state: ReadonlyMap<string, NumericTensor>,
  feeds: ReadonlyMap<string, NumericTensor>,
  results: readonly string[] = target.results.map(({ name }) => name),
): ReadonlyMap<string, NumericTensor> {
  const values: (readonly NumericTensor[])[] = [];
  const inputsOf = (operation: Operation): readonly NumericTensor[] =>
    operation.inputs.map((ref) => {
      const value = values[ref.operation]?.[ref.output];
      if (value === undefined) throw new Error(`${operation.op} reads what is not there`);
      return value;
    });
  for (const operation of target.operations) values.push(evaluate(operation, inputsOf, state, feeds));
  for (const operation of target.operations) {
    const { update } = operationNamed(operation.op);
    if (update === undefined) continue;
    const variables = (operation.names ?? []).map((name) => lookUp(state, name).data);
    update(variables, inputsOf(operation), operation.attributes);
  }
  return new Map(
    target.results
      .filter(({ name }) => results.includes(name))
      .map(({ name, tensor }) => {
        const value = values[tensor.operation]?.[tensor.output];
        if (value === undefined) throw new Error(`the result ${name} is not there`);
        return [name, value];
      }),
  );
}

function evaluate(
  operation: Operation,
  inputsOf: (operation: Operation) => readonly NumericTensor[],
  state: ReadonlyMap<string, NumericTensor>,
  feeds: ReadonlyMap<string, NumericTensor>,
): readonly NumericTensor[] {
  const [name = ''] = operation.names ?? [];
  const [type] = operation.outputs;
  const definition = operationNamed(operation.op);
  if (definition.update !== undefined) return [];
  if (operation.op === 'Placeholder') return [lookUp(feeds, name)];
  // A copy: updates change variables in place.
  if (operation.op === 'ReadVariableOp') return [{ ...lookUp(state, name), data: lookUp(state, name).data.slice() }];
  if (operation.op === 'Const' && type !== undefined) {
    return [{ dtype: type.dtype, shape: type.shape.map(Number), data: Float64Array.from(operation.values ?? []) }];
  }
  if (definition.evaluate === undefined) throw new Error(`${operation.op} has no reference`);
  const inputs = inputsOf(operation);
  const outputs = definition
    .infer(inputs, operation.attributes)
    .map(({ dtype, shape }) => ({ dtype, shape: shape.map(Number) }));
  const data = definition.evaluate(inputs, operation.attributes, outputs);
  return outputs.map((output, index) => ({ ...output, data: data[index] ?? new Float64Array(0) }));
}

function lookUp(values: ReadonlyMap<string, NumericTensor>, name: string): NumericTensor {
  const value = values.get(name);
  if (value === undefined) throw new Error(`there is no value for ${name}`);
  return value;
}

function numeric({ dtype, shape, data }: TensorLike): NumericTensor {
  return { dtype, shape, data: Float64Array.from(data) };
}
