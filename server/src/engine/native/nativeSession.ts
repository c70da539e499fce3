import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Program } from '../../compiler/program';
import type { EngineSession, Tensor, TypedArray } from '../backend';
import type { Binding, NativeLibrary } from './binding';
import { servingTag, type NodeOutput } from './graph/graphWriter';
import { typeOfNumber } from './graph/types';
import { writeProgram, type WrittenFunction, type WrittenFunctions, type WrittenProgram } from './writeProgram';

/** Loads a program into TensorFlow with these starting values of its variables. */
export async function createNativeSession(
  { binding, kernels }: NativeLibrary,
  program: Program,
  variables: ReadonlyMap<string, Tensor>,
): Promise<EngineSession> {
  const written = writeProgram(program, { kernels: kernels !== undefined });
  const id = await loadModel(binding, written.savedModel);
  const session = new NativeSession(binding, id, written);
  await session.assign(variables);
  return session;
}

/** TensorFlow reads a saved model from a folder alone; it is not needed afterwards. */
async function loadModel(binding: Binding, savedModel: Uint8Array): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'shapewright-'));
  try {
    await writeFile(join(folder, 'saved_model.pb'), savedModel);
    return binding.loadSavedModel(folder, servingTag);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

class NativeSession implements EngineSession {
  readonly #binding: Binding;
  readonly #id: number;
  readonly #program: WrittenProgram;

  constructor(binding: Binding, id: number, program: WrittenProgram) {
    this.#binding = binding;
    this.#id = id;
    this.#program = program;
  }

  async run(
    name: string,
    feeds: ReadonlyMap<string, Tensor>,
    results?: readonly string[],
  ): Promise<ReadonlyMap<string, Tensor>> {
    const written = functionFor(nodeOf(this.#program.functions, name), feeds);
    const wanted = results ?? [...written.results.keys()];
    const inputs = [...written.feeds].map(([feed, node]): [NodeOutput, Tensor] => [node, tensorOf(feeds, feed)]);
    const outputs = wanted.map((result) => nodeOf(written.results, result));
    // The step blocks this thread. What its caller does beside it comes first; messages get their turn from whoever
    // runs many steps.
    await Promise.resolve();
    const tensors = this.#run(inputs, written.done === undefined ? outputs : [...outputs, written.done]);
    return new Map(wanted.map((result, index) => [result, tensorAt(tensors, index)]));
  }

  async read(names?: readonly string[]): Promise<ReadonlyMap<string, Tensor>> {
    const wanted = names ?? [...this.#program.variables.keys()];
    await setImmediate();
    const tensors = this.#run(
      [],
      wanted.map((name) => nodeOf(this.#program.variables, name).read),
    );
    return new Map(wanted.map((name, index) => [name, tensorAt(tensors, index)]));
  }

  async assign(values: ReadonlyMap<string, Tensor>): Promise<void> {
    await setImmediate();
    const assignments = [...values].map(([name, tensor]) => ({ node: nodeOf(this.#program.variables, name), tensor }));
    this.#run(
      assignments.map(({ node, tensor }) => [node.value, tensor]),
      assignments.map(({ node }) => node.assigned),
    );
  }

  dispose(): Promise<void> {
    this.#binding.deleteSavedModel(this.#id);
    return Promise.resolve();
  }

  #run(inputs: readonly (readonly [NodeOutput, Tensor])[], outputs: readonly NodeOutput[]): readonly Tensor[] {
    if (outputs.length === 0) return [];
    const binding = this.#binding;
    const ids: number[] = [];
    try {
      for (const [, { shape, dtype, data }] of inputs)
        ids.push(binding.createTensor(shape, typeNumber(binding, dtype), data));
      const infos = binding.runSavedModel(this.#id, ids, inputs.map(([node]) => node).join(), outputs.join());
      return infos.map(({ id, shape, dtype }) => {
        const data: TypedArray = binding.tensorDataSync(id);
        binding.deleteTensor(id);
        return { dtype: typeOfNumber(dtype), shape, data };
      });
    } finally {
      for (const id of ids) binding.deleteTensor(id);
    }
  }
}

/** Inputs have rows and something in each; rates are scalars and the seed is a row. */
function functionFor({ usual, uncut, parts }: WrittenFunctions, feeds: ReadonlyMap<string, Tensor>): WrittenFunction {
  if (uncut === undefined) return usual;
  const rows = [...feeds.values()].filter(({ shape }) => shape.length > 1).map(({ shape }) => shape[0] ?? 0);
  return Math.min(...rows) < parts ? uncut : usual;
}

function typeNumber(binding: Binding, dtype: Tensor['dtype']): number {
  switch (dtype) {
    case 'float32':
      return binding.TF_FLOAT;
    case 'int32':
      return binding.TF_INT32;
    case 'uint8':
      return binding.TF_UINT8;
    case 'bool':
      return binding.TF_BOOL;
  }
}

function tensorOf(feeds: ReadonlyMap<string, Tensor>, name: string): Tensor {
  const tensor = feeds.get(name);
  if (tensor === undefined) throw new TypeError(`the feed ${name} is missing`);
  return tensor;
}

function nodeOf<T>(nodes: ReadonlyMap<string, T>, name: string): T {
  const node = nodes.get(name);
  if (node === undefined) throw new TypeError(`the program has no ${name}`);
  return node;
}

function tensorAt(tensors: readonly Tensor[], index: number): Tensor {
  const tensor = tensors[index];
  if (tensor === undefined) throw new TypeError('TensorFlow gave too few tensors');
  return tensor;
}
