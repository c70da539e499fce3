/**
 * Reads Python code that builds a Keras model, as text: names, numbers, calls of layers, functions of its own and
 * counted loops are followed; nothing is executed. What is not understood is told where a model hangs on it. It is
 * longer than other files because statements, expressions and calls read each other in a circle over the same names.
 */
import { layerRegistry } from '../../../language/layers/registry';
import { activations } from '../../../language/layers/functions/activations';
import { constraints } from '../../../language/layers/functions/constraints';
import { initializers } from '../../../language/layers/functions/initializers';
import { regularizers } from '../../../language/layers/functions/regularizers';
import { toSnakeCase, KerasNames } from '../../../language/model/kerasName';
import { ImportProblem } from '../importProblem';
import type { ImportNote } from '../importNode';
import type { KerasLayer, KerasModel, KerasOperand } from '../keras/kerasModel';
import { layerOfClass } from '../keras/layerNames';
import type { JsonObject } from '../source/readJson';
import { binaryValue } from './pythonArithmetic';
import { parsePython, type PythonArgument, type PythonExpression, type PythonStatement } from './pythonSyntax';
import {
  configValue,
  constant,
  unknown,
  type PythonLayer,
  type PythonSequential,
  type PythonValue,
} from './pythonValues';

export interface PythonModel {
  readonly model: KerasModel;
  readonly compile: JsonObject | undefined;
  readonly notes: readonly ImportNote[];
}

const stepLimit = 20_000;
const callDepth = 40;

/** The model that is compiled, else the last one made. Throws an ImportProblem where there is none. */
export function readPython(source: string, place: string): PythonModel {
  const reader = new PythonReader(place);
  const names = new Map<string, PythonValue>();
  reader.run(parsePython(source, place), names);
  return reader.finish(names);
}

type Names = Map<string, PythonValue>;
type Definition = Extract<PythonStatement, { kind: 'function' }>;

interface CallArgument {
  readonly name: string | undefined;
  readonly value: PythonValue;
  readonly line: number;
}

class PythonReader {
  private readonly layers: PythonLayer[] = [];
  private readonly notes: ImportNote[] = [];
  private readonly names = new KerasNames();
  private readonly definitions = new Map<string, Definition>();
  private readonly aliases = new Map<string, string>();
  private readonly made: PythonValue[] = [];
  private compiled: PythonValue | undefined;
  private compile: { [key: string]: unknown } | undefined;
  private steps = 0;
  private depth = 0;

  constructor(private readonly place: string) {}

  finish(names: Names): PythonModel {
    // A file that only defines functions is read as if the last one that needs no arguments were called.
    const callable = [...this.definitions.values()].findLast(({ parameters }) =>
      parameters.every(({ standard }) => standard !== undefined),
    );
    if (this.made.length === 0 && callable !== undefined) this.callDefinition(callable, [], names);
    const chosen = this.compiled ?? this.made.at(-1);
    const model = chosen && this.modelOf(chosen);
    if (model === undefined)
      throw new ImportProblem(
        'there is no Sequential(…) and no Model(inputs, outputs) in it',
        this.place,
        'Paste the code that builds the model, with its inputs and outputs.',
      );
    return { model, compile: this.compile, notes: this.notes };
  }

  /** Follows statements; gives what they return. */
  run(statements: readonly PythonStatement[], names: Names): PythonValue | undefined {
    for (const statement of statements) {
      this.step(statement.line);
      const result = this.statement(statement, names);
      if (result !== undefined) return result;
    }
    return undefined;
  }

  private statement(statement: PythonStatement, names: Names): PythonValue | undefined {
    switch (statement.kind) {
      case 'import':
        for (const [alias, name] of statement.names) this.aliases.set(alias, name);
        return undefined;
      case 'function':
        this.definitions.set(statement.name, statement);
        return undefined;
      case 'assign': {
        const value = this.evaluate(statement.value, names);
        for (const target of statement.targets) this.assign(target, value, names);
        return undefined;
      }
      case 'expression':
        this.evaluate(statement.value, names);
        return undefined;
      case 'return':
        return this.evaluate(statement.value, names);
      case 'for':
        return this.loop(statement, names);
      case 'if': {
        const test = this.evaluate(statement.test, names);
        if (test.kind === 'constant') return this.run(test.value ? statement.body : statement.otherwise, names);
        if (!statement.body.some(({ kind }) => kind === 'assign' || kind === 'return')) return undefined;
        this.note(statement.line, 'what this condition asks is not known; the branch is left out');
        return undefined;
      }
      default:
        if (statement.word === 'class') this.note(statement.line, 'a class of its own is not read');
        if (statement.word === 'while') this.note(statement.line, 'a loop without a count is not read');
        return undefined;
    }
  }

  private loop(statement: Extract<PythonStatement, { kind: 'for' }>, names: Names): PythonValue | undefined {
    const over = this.evaluate(statement.over, names);
    if (over.kind !== 'list') {
      this.note(statement.line, 'what this loop goes over is not known; it is left out');
      return undefined;
    }
    for (const item of over.items) {
      this.assign(statement.target, item, names);
      const result = this.run(statement.body, names);
      if (result !== undefined) return result;
    }
    return undefined;
  }

  private assign(target: PythonExpression, value: PythonValue, names: Names): void {
    if (target.kind === 'name') names.set(target.name, value);
    if (target.kind !== 'list') return;
    target.items.forEach((item, index) => {
      this.assign(
        item,
        value.kind === 'list' ? (value.items[index] ?? unknown('missing')) : unknown('several values'),
        names,
      );
    });
  }

  private evaluate(expression: PythonExpression, names: Names): PythonValue {
    this.step(expression.line);
    switch (expression.kind) {
      case 'constant':
        return constant(expression.value);
      case 'name':
        return names.get(expression.name) ?? this.freeName(expression.name);
      case 'attribute': {
        const of = this.evaluate(expression.of, names);
        return of.kind === 'path'
          ? { kind: 'path', path: `${of.path}.${expression.name}` }
          : this.attribute(of, expression.name);
      }
      case 'list':
        return { kind: 'list', items: expression.items.map((item) => this.evaluate(item, names)) };
      case 'map': {
        const entries = new Map<string, PythonValue>();
        for (const { key, value } of expression.entries) {
          const name = this.evaluate(key, names);
          if (name.kind === 'constant') entries.set(String(name.value), this.evaluate(value, names));
        }
        return { kind: 'map', entries };
      }
      case 'item':
        return (
          elementOf(this.evaluate(expression.of, names), this.evaluate(expression.index, names)) ??
          unknown('an element of something')
        );
      case 'binary': {
        const [left, right] = [this.evaluate(expression.left, names), this.evaluate(expression.right, names)];
        if (left.kind === 'tensor' || right.kind === 'tensor')
          return this.operation(
            operatorNames.get(expression.operator) ?? expression.operator,
            [left, right],
            expression.line,
          );
        return binaryValue(expression.operator, left, right);
      }
      case 'call':
        return this.call(expression, names);
      default:
        return unknown('an expression that is not read');
    }
  }

  private freeName(name: string): PythonValue {
    if (this.definitions.has(name)) return { kind: 'function', name };
    return { kind: 'path', path: this.aliases.get(name) ?? name };
  }

  private attribute(of: PythonValue, name: string): PythonValue {
    if (name === 'output' || name === 'outputs') {
      const model = this.modelOf(of);
      const [output] = model?.outputs ?? [];
      if (of.kind === 'model' && output !== undefined) return { kind: 'tensor', tensor: output };
      if (of.kind === 'layer') return { kind: 'tensor', tensor: { layer: of.layer.layer.name, call: 0, output: 0 } };
    }
    if ((name === 'input' || name === 'inputs') && of.kind === 'model') {
      const [input] = of.model.inputs;
      if (input !== undefined) return { kind: 'tensor', tensor: input };
    }
    return unknown(`the attribute ${name}`);
  }

  private call(expression: Extract<PythonExpression, { kind: 'call' }>, names: Names): PythonValue {
    const { callee, line } = expression;
    if (callee.kind === 'attribute') {
      const of = this.evaluate(callee.of, names);
      const method = this.method(of, callee.name, expression.args, names, line);
      if (method !== undefined) return method;
    }
    const called = this.evaluate(callee, names);
    const args = expression.args.map(({ name, value }): CallArgument => ({
      name,
      value: this.evaluate(value, names),
      line: value.line,
    }));
    if (called.kind === 'function') {
      const definition = this.definitions.get(called.name);
      return definition === undefined ? unknown(called.name) : this.callDefinition(definition, args, names);
    }
    if (called.kind === 'layer') return this.apply(called.layer, args, line);
    if (called.kind === 'sequential' || called.kind === 'model') return this.applyModel(called, args, line);
    return called.kind === 'path' ? this.callPath(called.path, args, line) : unknown('what a call gives');
  }

  /** Methods of models and lists; undefined where it is none of them. */
  private method(
    of: PythonValue,
    name: string,
    args: readonly PythonArgument[],
    names: Names,
    line: number,
  ): PythonValue | undefined {
    const first = (): PythonValue => (args[0] === undefined ? unknown('missing') : this.evaluate(args[0].value, names));
    if (of.kind === 'list' && name === 'append') {
      if (of.items.length < stepLimit) of.items.push(first());
      return constant(null);
    }
    if (of.kind === 'sequential' && name === 'add') {
      this.addTo(of.sequential, first(), line);
      return constant(null);
    }
    if (of.kind !== 'sequential' && of.kind !== 'model') return undefined;
    if (name === 'compile') {
      this.compiled = of;
      this.compile = Object.fromEntries(
        args.flatMap((argument, index) => {
          const key = argument.name ?? ['optimizer', 'loss', 'metrics'][index];
          const value = configValue(this.evaluate(argument.value, names));
          return key === undefined || value === undefined ? [] : [[key, value]];
        }),
      );
      return constant(null);
    }
    return name === 'call' || name === '__call__' ? undefined : unknown(`the method ${name}`);
  }

  private callDefinition(definition: Definition, args: readonly CallArgument[], outer: Names): PythonValue {
    if (this.depth >= callDepth)
      throw new ImportProblem(
        `functions call each other deeper than ${callDepth}`,
        this.at(definition.line),
        'Take it apart.',
      );
    this.depth += 1;
    const names: Names = new Map(outer);
    let place = 0;
    for (const { name, standard } of definition.parameters) {
      const named = args.find((argument) => argument.name === name);
      const positional = args.filter((argument) => argument.name === undefined)[place];
      if (named === undefined) place += 1;
      const value = named?.value ?? positional?.value ?? (standard && this.evaluate(standard, outer));
      names.set(name, value ?? unknown(`${name} of ${definition.name}`));
    }
    const result = this.run(definition.body, names) ?? constant(null);
    this.depth -= 1;
    return result;
  }

  /** A class or function of Keras, by the last part of its name. */
  private callPath(path: string, args: readonly CallArgument[], line: number): PythonValue {
    const name = path.slice(path.lastIndexOf('.') + 1);
    switch (name) {
      case 'Input':
      case 'InputLayer':
        return this.input(name, args, line);
      case 'Sequential':
        return this.sequential(args, line);
      case 'Model':
      case 'Functional':
        return this.functional(args, line);
      case 'range': {
        const numbers = args.map(({ value }) => (value.kind === 'constant' ? Number(value.value) : NaN));
        return rangeOf(numbers);
      }
      case 'len': {
        const value = args[0]?.value;
        return value?.kind === 'list' ? constant(value.items.length) : unknown('a length');
      }
      case 'enumerate': {
        const value = args[0]?.value;
        if (value?.kind !== 'list') return unknown('enumerate');
        return {
          kind: 'list',
          items: value.items.map((item, index): PythonValue => ({ kind: 'list', items: [constant(index), item] })),
        };
      }
      case 'int':
      case 'float':
      case 'tuple':
      case 'list':
        return args[0]?.value ?? unknown(name);
      default:
    }
    const hasTensor = args.some(({ value }) => holdsTensor(value));
    if (hasTensor) return this.functionOnTensors(name, args, line);
    const isFunction = [initializers, regularizers, constraints].some((catalogue) => catalogue.get(name) !== undefined);
    const isOptimizer = /(^|\.)(optimizers|losses|metrics|schedules|initializers|regularizers|constraints)\./.test(
      path,
    );
    if (isFunction || isOptimizer || (layerOfClass(name) === undefined && isTrainingName(name)))
      // Positional arguments of such a function stand under their places.
      return {
        kind: 'object',
        className: name,
        config: this.config(args, isFunction ? ['0', '1', '2'] : ['learning_rate']),
      };
    if (/^[A-Z]/.test(name)) return { kind: 'layer', layer: this.layer(name, args, line) };
    return unknown(`what ${path} gives`);
  }

  private input(className: string, args: readonly CallArgument[], line: number): PythonValue {
    const shape =
      args.find(({ name }) => name === 'shape' || name === 'input_shape') ??
      args.find(({ name }) => name === undefined);
    const batch = args.find(({ name }) => name === 'batch_shape');
    const sizes = shape === undefined ? undefined : configValue(shape.value);
    const known = Array.isArray(sizes)
      ? (sizes as readonly unknown[])
      : typeof sizes === 'number'
        ? [sizes]
        : undefined;
    if (known === undefined && batch === undefined) this.note(line, 'the shape of this input is not known');
    const layer = this.newLayer('InputLayer', line, this.nameOf(args), {
      batch_shape: batch === undefined ? known && [null, ...known] : configValue(batch.value),
    });
    if (className === 'InputLayer') return { kind: 'layer', layer };
    layer.calls.push({ inputs: [], options: {} });
    return { kind: 'tensor', tensor: { layer: layer.layer.name, call: 0, output: 0 } };
  }

  private layer(className: string, args: readonly CallArgument[], line: number): PythonLayer {
    const definition = layerOfClass(className);
    const parameters =
      definition?.parameters.filter(({ keywordOnly }) => keywordOnly !== true).map(({ name }) => name) ?? [];
    return this.newLayer(className, line, this.nameOf(args), this.config(args, parameters));
  }

  private newLayer(
    className: string,
    line: number,
    name: string | undefined,
    config: { readonly [key: string]: unknown },
    model?: KerasModel,
  ): PythonLayer {
    const layer: PythonLayer = {
      layer: {
        name: this.names.next(name ?? toSnakeCase(className)),
        className,
        module: '',
        config,
        rank: undefined,
        model,
        place: this.at(line),
      },
      calls: [],
    };
    this.layers.push(layer);
    return layer;
  }

  private config(args: readonly CallArgument[], parameters: readonly string[]): { readonly [key: string]: unknown } {
    const config: { [key: string]: unknown } = Object.create(null) as { [key: string]: unknown };
    let place = 0;
    for (const { name, value, line } of args) {
      const key = name ?? parameters[place] ?? `argument ${place + 1}`;
      if (name === undefined) place += 1;
      if (key === 'name') {
        if (value.kind === 'unknown') this.note(line, 'a name that is put together when the code runs is left out');
        continue;
      }
      const found = configValue(value);
      if (found === undefined)
        this.note(line, `the value of ${key} is not known (${value.kind === 'unknown' ? value.why : value.kind})`);
      else config[key] = found;
    }
    return config;
  }

  private nameOf(args: readonly CallArgument[]): string | undefined {
    const value = args.find(({ name }) => name === 'name')?.value;
    return value?.kind === 'constant' && typeof value.value === 'string' ? value.value : undefined;
  }

  /** A layer called on a tensor, or on several in a list. */
  private apply(layer: PythonLayer, args: readonly CallArgument[], line: number): PythonValue {
    const inputs = args.flatMap(({ name, value }) => (name === 'training' ? [] : operandsOf(value)));
    if (inputs.length === 0) {
      this.note(line, `${layer.layer.className} is called on something that is not known`);
      return unknown(`what ${layer.layer.className} gives`);
    }
    layer.calls.push({ inputs, options: {} });
    return { kind: 'tensor', tensor: { layer: layer.layer.name, call: layer.calls.length - 1, output: 0 } };
  }

  private applyModel(value: PythonValue, args: readonly CallArgument[], line: number): PythonValue {
    if (value.kind === 'model') return this.apply(value.layer, args, line);
    if (value.kind !== 'sequential') return unknown('a call');
    return this.apply(this.nestedOf(value.sequential), args, line);
  }

  private nestedOf(sequential: PythonSequential): PythonLayer {
    const model = this.sequentialModel(sequential);
    sequential.nested ??= this.newLayer('Sequential', sequential.line, sequential.name, {}, model);
    return sequential.nested;
  }

  /** `layers.add([a, b])`, `keras.ops.relu(x)`. */
  private functionOnTensors(name: string, args: readonly CallArgument[], line: number): PythonValue {
    const definition = layerRegistry.get(name);
    if (definition?.category === 'merging') {
      const rest = args.filter(({ value }) => !holdsTensor(value));
      const layer = this.newLayer(definition.name, line, this.nameOf(rest), this.config(rest, ['axis']));
      return this.apply(
        layer,
        args.filter(({ value }) => holdsTensor(value)),
        line,
      );
    }
    if (activations.get(name) !== undefined) {
      const layer = this.newLayer('Activation', line, this.nameOf(args), { activation: name });
      return this.apply(layer, args.slice(0, 1), line);
    }
    return this.operation(
      name,
      args.map(({ value }) => value),
      line,
      args,
    );
  }

  private operation(
    name: string,
    values: readonly PythonValue[],
    line: number,
    args: readonly CallArgument[] = [],
  ): PythonValue {
    const named = args.filter(({ name: key }) => key !== undefined && key !== 'name');
    const operands = values
      .filter((_, index) => args[index]?.name === undefined)
      .flatMap((value): readonly KerasOperand[] => {
        const tensors = operandsOf(value);
        return tensors.length > 0 ? tensors : [{ kind: 'constant', value: configValue(value) }];
      });
    const made = this.newLayer(name, line, undefined, {});
    const layer: PythonLayer = { ...made, layer: { ...made.layer, module: 'keras.ops' } };
    this.layers[this.layers.indexOf(made)] = layer;
    layer.calls.push({ inputs: operands, options: this.config(named, []) });
    return { kind: 'tensor', tensor: { layer: layer.layer.name, call: 0, output: 0 } };
  }

  private sequential(args: readonly CallArgument[], line: number): PythonValue {
    const sequential: PythonSequential = {
      name: this.nameOf(args) ?? 'sequential',
      layers: [],
      line,
      nested: undefined,
    };
    const list = args.find(({ name }) => name === undefined || name === 'layers')?.value;
    for (const item of list?.kind === 'list' ? list.items : []) this.addTo(sequential, item, line);
    const value: PythonValue = { kind: 'sequential', sequential };
    this.made.push(value);
    return value;
  }

  private addTo(sequential: PythonSequential, item: PythonValue, line: number): void {
    if (item.kind === 'layer') sequential.layers.push(item.layer);
    else if (item.kind === 'sequential') sequential.layers.push(this.nestedOf(item.sequential));
    else if (item.kind === 'model') sequential.layers.push(item.layer);
    else if (item.kind === 'tensor') {
      const input = this.layers.find(({ layer }) => layer.name === item.tensor.layer);
      if (input !== undefined) sequential.layers.push(input);
    } else this.note(line, `a layer is not known (${item.kind === 'unknown' ? item.why : item.kind}); it is left out`);
  }

  private functional(args: readonly CallArgument[], line: number): PythonValue {
    const find = (name: string, place: number) =>
      (args.find((argument) => argument.name === name) ?? args.filter((argument) => argument.name === undefined)[place])
        ?.value;
    const [inputs, outputs] = [find('inputs', 0), find('outputs', 1)].map((value) =>
      (value === undefined ? [] : operandsOf(value)).flatMap((operand) =>
        operand.kind === 'tensor' ? [operand.tensor] : [],
      ),
    );
    if (inputs === undefined || outputs === undefined || outputs.length === 0) {
      this.note(line, 'the outputs of this model are not known');
      return unknown('a model');
    }
    const model: KerasModel = { name: this.nameOf(args) ?? 'model', layers: this.kerasLayers(), inputs, outputs };
    const layer = this.newLayer('Functional', line, model.name, {}, model);
    const value: PythonValue = { kind: 'model', model, layer };
    this.made.push(value);
    return value;
  }

  private kerasLayers(): readonly KerasLayer[] {
    return this.layers.map(({ layer, calls }) => ({ ...layer, calls: [...calls] }));
  }

  private modelOf(value: PythonValue): KerasModel | undefined {
    if (value.kind === 'model') return value.model;
    return value.kind === 'sequential' ? this.sequentialModel(value.sequential) : undefined;
  }

  private sequentialModel({ name, layers, line }: PythonSequential): KerasModel {
    const [first] = layers;
    const isOpen = first?.layer.className === 'InputLayer';
    const shape = first?.layer.config['input_shape'] ?? first?.layer.config['batch_input_shape'];
    const sizes: readonly unknown[] | undefined = Array.isArray(shape) ? (shape as readonly unknown[]) : undefined;
    const dim = first?.layer.config['input_dim'];
    const opening: Omit<KerasLayer, 'calls'> = {
      name: 'input',
      className: 'InputLayer',
      module: '',
      config: { batch_shape: sizes ? [null, ...sizes] : typeof dim === 'number' ? [null, dim] : null },
      rank: undefined,
      model: undefined,
      place: this.at(line),
    };
    const all = [...(isOpen ? [] : [opening]), ...layers.map(({ layer }) => layer)];
    // A layer that stands twice shares its weights: one layer with two calls.
    const calls = new Map<string, KerasLayer['calls'][number][]>();
    let before: KerasOperand | undefined;
    for (const layer of all) {
      const own = calls.get(layer.name) ?? [];
      calls.set(layer.name, own);
      own.push({ inputs: before === undefined ? [] : [before], options: {} });
      before = { kind: 'tensor', tensor: { layer: layer.name, call: own.length - 1, output: 0 } };
    }
    const unique = [...new Map(all.map((layer) => [layer.name, layer])).values()];
    const start = { layer: all[0]?.name ?? '', call: 0, output: 0 };
    return {
      name,
      layers: unique.map((layer) => ({ ...layer, calls: calls.get(layer.name) ?? [] })),
      inputs: [start],
      outputs: before?.kind === 'tensor' ? [before.tensor] : [],
    };
  }

  private step(line: number): void {
    this.steps += 1;
    if (this.steps > stepLimit * 10)
      throw new ImportProblem('its loops and functions go on for too long', this.at(line), 'Take a smaller model.');
  }

  private note(line: number, message: string): void {
    this.notes.push({ place: this.at(line), message });
  }

  private at(line: number): string {
    return `${this.place}, line ${line}`;
  }
}

const operatorNames: ReadonlyMap<string, string> = new Map([
  ['+', 'add'],
  ['-', 'subtract'],
  ['*', 'multiply'],
  ['/', 'truedivide'],
]);

function operandsOf(value: PythonValue): readonly KerasOperand[] {
  if (value.kind === 'tensor') return [{ kind: 'tensor', tensor: value.tensor }];
  if (value.kind === 'map')
    return [...value.entries].flatMap(([name, entry]) =>
      operandsOf(entry).map((operand) =>
        operand.kind === 'tensor' ? { ...operand, tensor: { ...operand.tensor, name } } : operand,
      ),
    );
  return value.kind === 'list' ? value.items.flatMap(operandsOf) : [];
}

function elementOf(of: PythonValue, index: PythonValue): PythonValue | undefined {
  if (index.kind !== 'constant') return undefined;
  if (of.kind === 'map') return of.entries.get(String(index.value));
  return of.kind === 'list' && typeof index.value === 'number' ? of.items.at(index.value) : undefined;
}

function holdsTensor(value: PythonValue): boolean {
  return value.kind === 'tensor' || (value.kind === 'list' && value.items.some(holdsTensor));
}

function isTrainingName(name: string): boolean {
  return /^(SGD|Adam\w*|RMSprop|Nadam|Adagrad|Adadelta|Lion|Ftrl|\w+(Crossentropy|Error|Decay|Accuracy|Schedule))$/i.test(
    name,
  );
}

function rangeOf(numbers: readonly number[]): PythonValue {
  const [first = 0, second, step = 1] = numbers;
  const [from, to] = second === undefined ? [0, first] : [first, second];
  const count = Math.ceil((to - from) / step);
  if (!Number.isInteger(count) || count > stepLimit) return unknown('a range');
  return {
    kind: 'list',
    items: Array.from({ length: Math.max(0, count) }, (_, index) => constant(from + index * step)),
  };
}
