import type { OperationAttributes, Value } from '../language/layers/lowering';
import type { OperationBuilder, NumericTensor } from './operations/definition';
import { OperationError } from './operations/definition';
import { describe } from './operations/shapes';
import { operationNamed } from './operations/registry';
import type { DataType, Operation, TensorRef, TensorType } from './program';

/** Results of constant operations with at most this many elements are computed at once. */
const foldLimit = 64;

/** Constants of at most this many elements are shared. */
const shareLimit = 64;

/**
 * Builds the operations of one function: infers types, computes what is constant, and gives back an earlier
 * result where the same operation on the same inputs is already there.
 */
export class GraphBuilder implements OperationBuilder {
  /** The graph node on whose behalf operations are appended now. */
  layer: string | undefined;
  readonly #operations: Operation[] = [];
  readonly #values: Value[] = [];
  readonly #refs: TensorRef[] = [];
  /** The first value of each operation; the others follow. */
  readonly #firstValue: number[] = [];
  readonly #known = new Map<string, readonly Value[]>();

  get operations(): readonly Operation[] {
    return this.#operations;
  }

  operation(name: string, inputs: readonly Value[], attributes: OperationAttributes = {}): readonly Value[] {
    const definition = operationNamed(name);
    const outputs = this.#infer(name, inputs, attributes);
    const folded = this.#fold(name, inputs, attributes, outputs);
    if (folded !== undefined) return [folded];
    return this.#append(
      { op: name, inputs: inputs.map((value) => this.refOf(value)), attributes, outputs },
      !definition.sideEffect,
    );
  }

  apply(name: string, inputs: readonly Value[], attributes: OperationAttributes = {}): Value {
    const simple = this.#simplify(name, inputs) ?? this.#poolFirst(name, inputs, attributes);
    return simple ?? only(this.operation(name, inputs, attributes), name);
  }

  constant(values: number | readonly number[], shape?: readonly number[]): Value {
    const list = typeof values === 'number' ? [values] : values;
    return this.#constant('float32', list, shape ?? (typeof values === 'number' ? [] : [list.length]));
  }

  integers(values: readonly number[], shape: readonly number[] = [values.length]): Value {
    return this.#constant('int32', values, shape);
  }

  /** A feed of the function. */
  placeholder(name: string, dtype: DataType, shape: TensorType['shape']): Value {
    return this.#source('Placeholder', [name], { dtype, shape });
  }

  /** The value of a variable before the call. */
  read(name: string, dtype: 'float32' | 'int32', shape: readonly number[]): Value {
    return this.#source('ReadVariableOp', [name], { dtype, shape });
  }

  /** Appends an update of `variables`; it takes effect after all reads of the call. */
  update(
    op: string,
    variables: readonly string[],
    inputs: readonly Value[],
    attributes: OperationAttributes = {},
  ): void {
    if (!operationNamed(op).sideEffect) throw new OperationError(`${op} is no update`);
    this.#append(
      { op, inputs: inputs.map((value) => this.refOf(value)), attributes, outputs: [], names: variables },
      false,
    );
  }

  refOf(value: Value): TensorRef {
    const ref = this.#refs[value.id];
    if (ref === undefined || this.#values[value.id] !== value)
      throw new OperationError('a value of another function was used');
    return ref;
  }

  /** The operation that makes a value. */
  producer(value: Value): Operation {
    const operation = this.#operations[this.refOf(value).operation];
    if (operation === undefined) throw new OperationError('a value without an operation');
    return operation;
  }

  /** The value behind a reference. */
  valueOf(ref: TensorRef): Value {
    const value = this.#values[(this.#firstValue[ref.operation] ?? -1) + ref.output];
    if (value === undefined) throw new OperationError('a reference to nothing');
    return value;
  }

  #infer(name: string, inputs: readonly Value[], attributes: OperationAttributes): readonly TensorType[] {
    try {
      return operationNamed(name).infer(inputs, attributes);
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
      const types = inputs.map(({ dtype, shape }) => `${dtype}${describe(shape)}`).join(', ');
      throw new OperationError(`${this.layer ?? 'program'}: ${name}(${types}): ${error.message}`);
    }
  }

  #constant(dtype: 'float32' | 'int32', values: readonly number[], shape: readonly number[]): Value {
    const count = shape.reduce((product, size) => product * size, 1);
    if (values.length !== count)
      throw new OperationError(`a constant of shape ${describe(shape)} needs ${count} values, got ${values.length}`);
    const rounded = dtype === 'float32' ? values.map(Math.fround) : values;
    const operation: Operation = {
      op: 'Const',
      inputs: [],
      attributes: {},
      outputs: [{ dtype, shape }],
      values: rounded,
    };
    return only(this.#append(operation, values.length <= shareLimit), 'Const');
  }

  #source(op: string, names: readonly string[], type: TensorType): Value {
    return only(this.#append({ op, inputs: [], attributes: {}, outputs: [type], names }, true), op);
  }

  #append(operation: Operation, shared: boolean): readonly Value[] {
    const key = shared ? keyOf(operation) : undefined;
    const known = key === undefined ? undefined : this.#known.get(key);
    if (known !== undefined) return known;
    const index = this.#operations.length;
    this.#operations.push(this.layer === undefined ? operation : { ...operation, layer: this.layer });
    this.#firstValue.push(this.#values.length);
    const values = operation.outputs.map(({ dtype, shape }, output) => {
      const value: Value = { id: this.#values.length, dtype, shape };
      this.#values.push(value);
      this.#refs.push({ operation: index, output });
      return value;
    });
    if (key !== undefined) this.#known.set(key, values);
    return values;
  }

  /** The result of an operation on constants alone, computed at once where it is small. */
  #fold(
    name: string,
    inputs: readonly Value[],
    attributes: OperationAttributes,
    outputs: readonly TensorType[],
  ): Value | undefined {
    const [output] = outputs;
    const { evaluate } = operationNamed(name);
    if (!evaluate || inputs.length === 0 || outputs.length !== 1 || output === undefined) return undefined;
    if (output.dtype !== 'float32' && output.dtype !== 'int32') return undefined;
    const shape = output.shape.map(Number);
    if (output.shape.includes(null) || shape.reduce((product, size) => product * size, 1) > foldLimit) return undefined;
    const constants = inputs.map((value) => constantOf(this.producer(value)));
    if (constants.some((constant) => constant === undefined)) return undefined;
    const known = constants.filter((constant) => constant !== undefined);
    const [values] = evaluate(known, attributes, [{ dtype: output.dtype, shape }]);
    return values && this.#constant(output.dtype, [...values], shape);
  }

  /** x + 0, x − 0, x · 1, x / 1 and Identity, where the shape stays. */
  #simplify(name: string, inputs: readonly Value[]): Value | undefined {
    const [a, b] = inputs;
    if (name === 'Identity') return a;
    const neutral = neutralElements.get(name);
    if (neutral === undefined || a === undefined || b === undefined || a.dtype !== b.dtype) return undefined;
    if (this.#isScalar(b, neutral)) return a;
    return (name === 'AddV2' || name === 'Mul') && this.#isScalar(a, neutral) ? b : undefined;
  }

  /**
   * The largest of rectified values is the rectified largest, with the same gradient to the same place, and channels
   * are pooled each by itself: pooled first, rectifying and joining channels go over the few values that are left.
   */
  #poolFirst(name: string, [value]: readonly Value[], attributes: OperationAttributes): Value | undefined {
    if ((name !== 'MaxPool' && name !== 'MaxPool3D') || value === undefined) return undefined;
    const { op, inputs, attributes: own } = this.producer(value);
    const joinsChannels = op === 'ConcatV2' && own['axis'] === value.shape.length - 1;
    if (op !== 'Relu' && !joinsChannels) return undefined;
    const pooled = inputs.map((ref) => this.apply(name, [this.valueOf(ref)], attributes));
    return this.apply(op, pooled, own);
  }

  #isScalar(value: Value, number: number): boolean {
    return value.shape.length === 0 && constantOf(this.producer(value))?.data[0] === number;
  }
}

const neutralElements: ReadonlyMap<string, number> = new Map([
  ['AddV2', 0],
  ['Sub', 0],
  ['Mul', 1],
  ['RealDiv', 1],
]);

/** The values of a Const operation. */
function constantOf(operation: Operation): NumericTensor | undefined {
  const [output] = operation.outputs;
  if (operation.op !== 'Const' || output === undefined) return undefined;
  return { dtype: output.dtype, shape: output.shape.map(Number), data: Float64Array.from(operation.values ?? []) };
}

function keyOf({ op, inputs, attributes, outputs, names, values }: Operation): string {
  const sorted = Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const refs = inputs.map((ref) => `${ref.operation}.${ref.output}`).join(',');
  // Minus zero and NaN have no JSON of their own.
  const numbers = values?.map((value) => (Object.is(value, -0) ? '-0' : String(value))).join(',');
  const types = inputs.length === 0 ? outputs : [];
  return JSON.stringify([op, refs, sorted, names ?? [], numbers ?? '', types]);
}

function only(values: readonly Value[], name: string): Value {
  const [value] = values;
  if (value === undefined) throw new OperationError(`${name} gives nothing`);
  return value;
}
