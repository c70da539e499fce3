import type { DataType, Operation, Program, ProgramFunction, TensorType } from './program';

/** Bytes that a program needs at the widest moment of a call. */
export interface MemoryEstimate {
  /** Weights, slots and counters. */
  readonly variables: number;
  /** Results of operations that are alive at the same time, at the widest moment. */
  readonly activations: number;
  readonly total: number;
}

const bytesOf: { readonly [type in DataType]: number } = { float32: 4, int32: 4, uint8: 1, bool: 1 };

/** Operations whose result is the memory of their input. */
const views: ReadonlySet<string> = new Set(['Reshape', 'Identity', 'StopGradient', 'ReadVariableOp']);

/**
 * The memory of one call of `name` (training by default) for a batch: each result lives from its operation to its
 * last use. Scratch memory inside an engine's kernels is not in it.
 */
export function estimateMemory(program: Program, batch: number, name = 'train'): MemoryEstimate {
  const target = program.functions[name];
  if (target === undefined) throw new Error(`${program.name} has no function ${name}`);
  const variables = program.variables.reduce(
    (sum, { dtype, shape }) => sum + bytesOf[dtype] * shape.reduce((product, size) => product * size, 1),
    0,
  );
  const activations = widestMoment(target, batch);
  return { variables, activations, total: variables + activations };
}

function widestMoment({ operations, results }: ProgramFunction, batch: number): number {
  const lastUse = lastUses(
    operations,
    results.map(({ tensor }) => tensor.operation),
  );
  const endings = operations.map((): number[] => []);
  for (const [index, last] of lastUse.entries()) endings[last]?.push(index);
  const rows = batchRows(operations, batch);
  const sizes = operations.map((operation, index) =>
    views.has(operation.op) ? 0 : resultBytes(operation, rows[index] ?? batch),
  );
  let alive = 0;
  let widest = 0;
  for (const [index, size] of sizes.entries()) {
    alive += size;
    widest = Math.max(widest, alive);
    for (const ended of endings[index] ?? []) alive -= sizes[ended] ?? 0;
  }
  return widest;
}

/** By operation: where its result is used last; a view keeps what it looks at alive. */
function lastUses(operations: readonly Operation[], kept: readonly number[]): readonly number[] {
  const uses = operations.map((_, index) => index);
  for (const index of kept) uses[index] = operations.length;
  for (let index = operations.length - 1; index >= 0; index--) {
    const operation = operations[index];
    const until = operation && views.has(operation.op) ? (uses[index] ?? index) : index;
    for (const { operation: input } of operation?.inputs ?? []) uses[input] = Math.max(uses[input] ?? input, until);
  }
  return uses;
}

/** The rows behind the leading `null` of each result: a part has its share, a Reshape may merge axes into them. */
function batchRows(operations: readonly Operation[], batch: number): readonly number[] {
  const rows: number[] = [];
  for (const { op, inputs, attributes, outputs } of operations) {
    const source = inputs.find((ref) => operations[ref.operation]?.outputs[ref.output]?.shape[0] === null);
    const own = source === undefined ? batch : (rows[source.operation] ?? batch);
    const input = source && operations[source.operation]?.outputs[source.output];
    if (op === 'BatchPart') rows.push(Math.ceil(own / Number(attributes['count'])));
    else if (op === 'Reshape' && input !== undefined)
      rows.push((own * inner(input)) / Math.max(inner(outputs[0] ?? input), 1));
    else rows.push(own);
  }
  return rows;
}

function resultBytes({ outputs }: Operation, rows: number): number {
  return outputs.reduce(
    (sum, output) => sum + bytesOf[output.dtype] * inner(output) * (output.shape[0] === null ? rows : 1),
    0,
  );
}

/** The elements but for an unknown leading size. */
function inner({ shape }: TensorType): number {
  return shape.reduce<number>((product, size) => product * (size ?? 1), 1);
}
