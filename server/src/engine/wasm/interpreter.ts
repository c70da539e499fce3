import type { Operation, Program, ProgramFunction, TensorRef } from '../../compiler/program';
import { operationNamed } from '../../compiler/operations/registry';
import type { Tensor } from '../backend';
import type { Collective } from './collective';
import { type Kernel, type KernelCall } from './kernels/kernel';
import { kernelNamed } from './kernels/registry';
import { valuesOf } from './kernels/structure';
import type { Block, WasmBackend } from './wasmBackend';

/** Runs a program operation by operation on one wasm instance. Blocks are freed at their last use. */
export interface Interpreter {
  run(
    name: string,
    feeds: ReadonlyMap<string, Tensor>,
    collective: Collective,
    results?: readonly string[],
  ): ReadonlyMap<string, Tensor>;
  read(names?: readonly string[]): ReadonlyMap<string, Tensor>;
  assign(values: ReadonlyMap<string, Tensor>): void;
  dispose(): void;
}

/** Prepares the functions of a program; `variables` must hold a value for each of its variables. */
export function createInterpreter(
  program: Program,
  backend: WasmBackend,
  variables: ReadonlyMap<string, Tensor>,
): Interpreter {
  const blocks = new Map<string, Block>();
  for (const variable of program.variables) {
    const value = variables.get(variable.name);
    if (value === undefined) throw new Error(`The variable ${variable.name} has no initial value.`);
    blocks.set(variable.name, upload(backend, value));
  }
  const constants = new Map<Operation, Block>();
  const plans = new Map(Object.entries(program.functions).map(([name, body]) => [name, planFunction(body)]));

  function run(
    name: string,
    feeds: ReadonlyMap<string, Tensor>,
    collective: Collective,
    results?: readonly string[],
  ): ReadonlyMap<string, Tensor> {
    const plan = plans.get(name);
    if (plan === undefined) throw new Error(`The program has no function ${name}.`);
    const values: (readonly Block[] | undefined)[] = [];
    const outputs = new Map<string, Tensor>();
    const wanted = results && new Set(results);
    for (const step of plan) {
      const inputs = step.operation.inputs.map((ref) => blockOf(values, ref));
      values[step.index] = execute(step, inputs, feeds, collective);
      for (const result of step.results) {
        if (wanted && !wanted.has(result.name)) continue;
        outputs.set(
          result.name,
          download(backend, blockOf(values, result.tensor), typeOf(step.operation, result.tensor.output)),
        );
      }
      for (const dead of step.dead) {
        for (const block of values[dead] ?? []) backend.free(block);
        values[dead] = undefined;
      }
    }
    return outputs;
  }

  function execute(
    step: Step,
    inputs: readonly Block[],
    feeds: ReadonlyMap<string, Tensor>,
    collective: Collective,
  ): readonly Block[] {
    const { operation } = step;
    if (operation.op === 'Placeholder') return [upload(backend, feedOf(operation, feeds))];
    if (operation.op === 'Const') return [backend.share(constant(operation), constant(operation).shape)];
    const named = (operation.names ?? []).map(variable);
    if (operation.op === 'ReadVariableOp') return named.map((block) => backend.share(block, block.shape));
    const call: KernelCall = { backend, operation, inputs, collective, variables: named };
    return step.kernel(call);
  }

  function variable(name: string): Block {
    const block = blocks.get(name);
    if (block === undefined) throw new Error(`The program has no variable ${name}.`);
    return block;
  }

  function constant(operation: Operation): Block {
    const known = constants.get(operation);
    if (known !== undefined) return known;
    const type = operation.outputs[0];
    const shape = (type?.shape ?? []).map((size) => size ?? 0);
    const block = backend.allocate(
      shape,
      type?.dtype === 'float32' ? 'float32' : type?.dtype === 'int32' ? 'int32' : 'bool',
    );
    valuesOf(backend, block).set(operation.values ?? []);
    constants.set(operation, block);
    return block;
  }

  return {
    run,
    read: (names) =>
      new Map(
        [...(names ?? blocks.keys())].map((name) => [
          name,
          download(backend, variable(name), variable(name).dtype as 'float32' | 'int32'),
        ]),
      ),
    assign(values) {
      for (const [name, value] of values) valuesOf(backend, variable(name)).set(value.data);
    },
    dispose() {
      for (const block of [...blocks.values(), ...constants.values()]) backend.free(block);
      blocks.clear();
      constants.clear();
    },
  };
}

interface Step {
  readonly index: number;
  readonly operation: Operation;
  readonly kernel: Kernel;
  readonly results: readonly { readonly name: string; readonly tensor: TensorRef }[];
  /** Operations whose outputs nothing reads after this step. */
  readonly dead: readonly number[];
}

/** The order of execution: what changes variables comes last, so that every read of the call sees the old values. */
function planFunction(body: ProgramFunction): readonly Step[] {
  const indices = body.operations.map((_, index) => index);
  const changes = (index: number): boolean => operationNamed(body.operations[index]?.op ?? '').sideEffect === true;
  const order = [...indices.filter((index) => !changes(index)), ...indices.filter(changes)];
  const lastUse = new Map<number, number>();
  order.forEach((index, position) => {
    lastUse.set(index, position);
    for (const ref of body.operations[index]?.inputs ?? []) lastUse.set(ref.operation, position);
  });
  const dead = new Map<number, number[]>();
  for (const [index, position] of lastUse) dead.set(position, [...(dead.get(position) ?? []), index]);
  return order.flatMap((index, position) => {
    const operation = body.operations[index];
    if (operation === undefined) return [];
    const results = body.results.filter((result) => result.tensor.operation === index);
    return [{ index, operation, kernel: kernelNamed(operation.op), results, dead: dead.get(position) ?? [] }];
  });
}

function blockOf(values: readonly (readonly Block[] | undefined)[], ref: TensorRef): Block {
  const block = values[ref.operation]?.[ref.output];
  if (block === undefined)
    throw new Error(`Output ${ref.output} of operation ${ref.operation} is used before it is computed.`);
  return block;
}

function feedOf(operation: Operation, feeds: ReadonlyMap<string, Tensor>): Tensor {
  const name = operation.names?.[0] ?? '';
  const feed = feeds.get(name);
  if (feed === undefined) throw new Error(`The call does not feed ${name}.`);
  return feed;
}

function typeOf(operation: Operation, output: number): Tensor['dtype'] {
  return operation.outputs[output]?.dtype ?? 'float32';
}

function upload(backend: WasmBackend, tensor: Tensor): Block {
  const dtype = tensor.dtype === 'uint8' ? 'bool' : tensor.dtype;
  const block = backend.allocate(tensor.shape, dtype);
  valuesOf(backend, block).set(tensor.data);
  return block;
}

function download(backend: WasmBackend, block: Block, dtype: Tensor['dtype']): Tensor {
  return { dtype, shape: block.shape, data: valuesOf(backend, block).slice() };
}
