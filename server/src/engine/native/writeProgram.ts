import type { Operation, Program, ProgramFunction, TensorRef, Variable } from '../../compiler/program';
import { shapeValue, textValue, typeValue } from './graph/attributes';
import { GraphWriter, type NodeOutput } from './graph/graphWriter';
import { writerOf } from './operations/registry';

/** A program as one TensorFlow graph: the nodes to feed and to fetch, by the program's names. */
export interface WrittenProgram {
  readonly savedModel: Uint8Array;
  readonly functions: ReadonlyMap<string, WrittenFunctions>;
  readonly variables: ReadonlyMap<string, WrittenVariable>;
}

export interface WrittenFunction {
  readonly feeds: ReadonlyMap<string, NodeOutput>;
  readonly results: ReadonlyMap<string, NodeOutput>;
  /** Fetched with every call: it waits for all updates. Absent where there are none. */
  readonly done: NodeOutput | undefined;
}

export interface WrittenFunctions {
  readonly usual: WrittenFunction;
  /**
   * For a batch of fewer rows than parts: with oneDNN, TensorFlow gives an empty part wrong shapes or crashes on it.
   * Absent where the batch is not cut.
   */
  readonly uncut: WrittenFunction | undefined;
  readonly parts: number;
}

export interface WrittenVariable {
  readonly variable: Variable;
  /** Feed this and fetch `assigned` to set the variable. */
  readonly value: NodeOutput;
  readonly assigned: NodeOutput;
  readonly read: NodeOutput;
}

/** Writes all functions of a program into one graph, which share its variables; with our own `kernels` where they are. */
export function writeProgram(program: Program, { kernels }: { readonly kernels: boolean }): WrittenProgram {
  const graph = new GraphWriter({ kernels });
  const handles = new Map<string, Handle>();
  const variables = new Map<string, WrittenVariable>();
  for (const variable of program.variables) {
    const handle = writeHandle(graph, variable, handles.size);
    handles.set(variable.name, { handle, variable });
    variables.set(variable.name, writeAccess(graph, variable, handle));
  }
  const functions = new Map(
    Object.entries(program.functions).map(([name, definition]) => {
      const usual = new FunctionWriter(graph, definition, handles).write();
      const uncut = definition.uncut && new FunctionWriter(graph, definition.uncut, handles).write();
      return [name, { usual, uncut, parts: partsOf(definition) }];
    }),
  );
  return { savedModel: graph.savedModel(), functions, variables };
}

/** Into how many parts a function cuts its batch. */
function partsOf({ operations }: ProgramFunction): number {
  const counts = operations.map(({ op, attributes }) => (op === 'BatchPart' ? Number(attributes['count']) : 1));
  return counts.reduce((most, count) => Math.max(most, count), 1);
}

interface Handle {
  readonly handle: NodeOutput;
  readonly variable: Variable;
}

/** Writes one function of a program into a graph. */
export class FunctionWriter {
  readonly #graph: GraphWriter;
  readonly #definition: ProgramFunction;
  readonly #handles: ReadonlyMap<string, Handle>;
  readonly #outputs: (readonly NodeOutput[])[] = [];
  readonly #feeds = new Map<string, NodeOutput>();
  /** The reads of each variable, which its update must wait for. */
  readonly #reads = new Map<string, NodeOutput[]>();

  constructor(
    graph: GraphWriter,
    definition: ProgramFunction,
    handles: ReadonlyMap<string, Handle>,
    /** Weights that are read as constants, by the names of their variables. */
    private readonly constants: ReadonlyMap<string, NodeOutput> = new Map(),
  ) {
    this.#graph = graph;
    this.#definition = definition;
    this.#handles = handles;
  }

  write(): WrittenFunction {
    const { operations, results } = this.#definition;
    for (const { op, names } of operations) if (op === 'ReadVariableOp') this.#read(names?.[0] ?? '');
    const updates: NodeOutput[] = [];
    for (const operation of operations) {
      const outputs = this.#write(operation);
      this.#outputs.push(outputs);
      if (operation.outputs.length === 0) updates.push(...outputs);
    }
    const barrier = updates.map((update) => `^${update}`);
    return {
      feeds: this.#feeds,
      // A result may be a feed or a variable itself: fetch a node of its own.
      results: new Map(results.map(({ name, tensor }) => [name, this.#result(tensor)])),
      done:
        barrier.length === 0
          ? undefined
          : this.#graph.node('Identity', [this.#graph.scalar('int32', 0), ...barrier], { T: typeValue('int32') }),
    };
  }

  #write(operation: Operation): readonly NodeOutput[] {
    const { op, attributes, outputs, values, names = [] } = operation;
    const [output] = outputs;
    if (op === 'ReadVariableOp') return [this.#read(names[0] ?? '')];
    if (op === 'Placeholder' && output) return [this.#feed(names[0] ?? '', output)];
    if (op === 'Const' && output) return [this.#graph.constant(output.dtype, values ?? [], output.shape.map(Number))];
    const updated = names.map((name) => this.#handle(name));
    return writerOf(op)({
      graph: this.#graph,
      inputs: operation.inputs.map((ref) => this.#output(ref)),
      inputTypes: operation.inputs.map((ref) => this.#type(ref)),
      outputTypes: outputs,
      attributes,
      variables: updated.map(({ handle }) => handle),
      variableTypes: updated.map(({ variable }) => variable),
      after: names.flatMap((name) => this.#reads.get(name) ?? []).map((read) => `^${read}`),
    });
  }

  #feed(name: string, { dtype, shape }: Operation['outputs'][number]): NodeOutput {
    const node = this.#feeds.get(name) ?? this.#graph.placeholder(dtype, shape);
    this.#feeds.set(name, node);
    return node;
  }

  #read(name: string): NodeOutput {
    const constant = this.constants.get(name);
    if (constant !== undefined) return constant;
    const [known] = this.#reads.get(name) ?? [];
    if (known !== undefined) return known;
    const { handle, variable } = this.#handle(name);
    const read = this.#graph.node('ReadVariableOp', [handle], { dtype: typeValue(variable.dtype) });
    this.#reads.set(name, [read]);
    return read;
  }

  #result(tensor: TensorRef): NodeOutput {
    return this.#graph.node('Identity', [this.#output(tensor)], { T: typeValue(this.#type(tensor).dtype) });
  }

  #handle(name: string): Handle {
    const handle = this.#handles.get(name);
    if (handle === undefined) throw new TypeError(`the program has no variable ${name}`);
    return handle;
  }

  #output({ operation, output }: TensorRef): NodeOutput {
    const found = this.#outputs[operation]?.[output];
    if (found === undefined) throw new TypeError(`operation ${operation} has no output ${output} before its use`);
    return found;
  }

  #type({ operation, output }: TensorRef): Operation['outputs'][number] {
    const found = this.#definition.operations[operation]?.outputs[output];
    if (found === undefined) throw new TypeError(`operation ${operation} has no output ${output}`);
    return found;
  }
}

function writeHandle(graph: GraphWriter, { dtype, shape }: Variable, index: number): NodeOutput {
  return graph.node('VarHandleOp', [], {
    dtype: typeValue(dtype),
    shape: shapeValue(shape),
    shared_name: textValue(`v${index}`),
  });
}

function writeAccess(graph: GraphWriter, variable: Variable, handle: NodeOutput): WrittenVariable {
  const dtype = typeValue(variable.dtype);
  const value = graph.placeholder(variable.dtype, variable.shape);
  // A copy, or the variable would keep the fed array's memory and give it back on a thread where Node forbids it.
  const copy = graph.node('DeepCopy', [value], { T: dtype });
  const assignment = graph.node('AssignVariableOp', [handle, copy], { dtype });
  const zero = graph.scalar('int32', 0);
  return {
    variable,
    value,
    assigned: graph.node('Identity', [zero, `^${assignment}`], { T: typeValue('int32') }),
    read: graph.node('Identity', [graph.node('ReadVariableOp', [handle], { dtype })], { T: dtype }),
  };
}
