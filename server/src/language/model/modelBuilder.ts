/**
 * Expands one model into its graph: flows, steps, blocks, repetition, guards, shared layers. It is longer
 * than other files because these call each other; what can stand alone (arguments, nodes, operators,
 * measures, problems) stands in files of its own.
 */
import type { Location } from '../diagnostics/diagnostic';
import { arrowIntoTensor } from '../diagnostics/flowProblem';
import { layersWithoutInput } from '../diagnostics/layersWithoutInput';
import { inputCall } from '../diagnostics/inputCall';
import { inputFirstCall } from '../diagnostics/inputFirstCall';
import { limitProblem } from '../diagnostics/limitProblem';
import { pricedCall, pricedProblem } from '../diagnostics/pricedCall';
import { recursionProblem } from '../diagnostics/recursion';
import { unknownName } from '../diagnostics/unknownName';
import { unusedLayer, unusedTensor } from '../diagnostics/unusedTensor';
import { duplicateTensor } from '../diagnostics/duplicateName';
import type { NormalizedArguments } from '../layers/arguments';
import type { LayerDefinition, LayerArguments } from '../layers/definition';
import { layerRegistry } from '../layers/registry';
import type {
  BlockDeclaration,
  Call,
  Expression,
  FlowStatement,
  InputExpression,
  LayerStatement,
  ModelDeclaration,
  Span,
  Step,
} from '../syntax/tree';
import { bindBlockArguments } from './blockArguments';
import { depthLimit, pathBetween } from './blockPath';
import { namesOfBody } from './bodyNames';
import { inputlessRuns } from './inputlessRuns';
import type { BuildNode, NodeSyntax } from './buildNode';
import { evaluate, truth, type Environment, type TensorEnvironment } from './evaluate';
import type { FileScope } from './fileScope';
import type { Frame, TensorSlot } from './frame';
import { FrameNodes } from './frameNodes';
import { Operators } from './operators';
import type { Declared } from './graph';
import { inputLayer } from './inputLayer';
import { defaultsFor, evaluateLayerCall } from './layerArguments';
import { joinPath } from './nodeFactory';
import type { Problem } from './problem';
import { asTensor, asWord, type TensorValue, type Value } from './value';

/** What `input NAME` needs to know of the data sets. */
export interface DataLookup {
  open(
    expression: InputExpression,
    scope: FileScope,
    report: (problem: Problem) => void,
  ): Pick<BuildNode, 'source' | 'output'>;
}

/** Answers `params`, `shape(x)` and their like inside assertions. */
export type Measure = (call: Call, frame: Frame, env: Environment) => { readonly value: Value } | undefined;

export interface BodyResult {
  readonly frame: Frame;
  /** The named outputs, else the last flow under the model's name. */
  readonly outputs: readonly { readonly name: string; readonly tensor: TensorValue }[];
  /** The nodes that the body made, from and up to these places. */
  readonly from: number;
  readonly to: number;
}

export class ModelBuilder {
  readonly nodes: FrameNodes;
  /** Bodies in the order in which they were finished; their assertions are checked afterwards. */
  readonly bodies: BodyResult[] = [];
  /** Told by the analysis: `measure` answers only while assertions are checked. */
  measure: Measure | undefined;
  private contextReads = 0;
  private depth = 0;
  private limitTold = false;
  private readonly operators: Operators;
  private readonly constants = new Map<Call, NormalizedArguments>();

  constructor(
    private readonly documentUri: string,
    private readonly data: DataLookup,
    private readonly tell: (problem: Problem) => void,
    /** Blocks are only checked, not expanded: their own check tells what is wrong inside. */
    private readonly isAbstract = false,
  ) {
    const report = (frame: Frame, problem: Problem): void => this.report(frame, problem);
    this.nodes = new FrameNodes(documentUri, report);
    this.operators = new Operators(this.nodes, report);
  }

  /** Expands a model from its inputs to its outputs. */
  buildModel(declaration: ModelDeclaration, scope: FileScope): BodyResult {
    const frame = this.openFrame({
      scope,
      owner: declaration,
      parameters: new Map(),
      input: undefined,
      origin: [],
      blockScope: [],
      path: '',
      weightPath: '',
      open: [],
    });
    const result = this.buildBody(frame);
    if (this.nodes.factory.isFull) this.tellLimit(declaration.name);
    return result;
  }

  /** Checks a block by itself: its parameters and its input are unknown. */
  checkBlock(declaration: BlockDeclaration, scope: FileScope): void {
    const parameters = new Map<string, Value>(
      declaration.parameters.map((parameter) => [parameter.name.text, undefined]),
    );
    const input = this.nodes.placeholder(declaration.name, {
      call: undefined,
      step: undefined,
      expression: { kind: 'In', start: declaration.name.start, end: declaration.name.end },
      uri: scope.uri,
      file: scope.file,
      owner: declaration,
    });
    this.buildBody(
      this.openFrame({
        scope,
        owner: declaration,
        parameters,
        input,
        origin: [],
        blockScope: [],
        path: '',
        weightPath: '',
        open: [declaration],
      }),
    );
  }

  /** Reports a problem of a body: at the use of the outermost block, where it depends on that use. */
  report(frame: Frame, problem: Problem): void {
    const [use] = frame.origin;
    const isHere = frame.scope.uri === this.documentUri;
    if (use === undefined || (isHere && problem.dynamic !== true)) return this.tell(problem);
    const inside: Location = this.nodes.location(frame.scope.uri, problem.span);
    const block = frame.owner.name.text;
    const path = frame.origin.slice(1).map((location) => ({ message: 'through this use', location }));
    const fixes = isHere ? problem.fixes : fixesElsewhere(problem.fixes, frame.scope.uri);
    this.tell({
      ...problem,
      ...(fixes === undefined ? {} : { fixes }),
      span: use.span,
      related: [{ message: `inside ${block}, here`, location: inside }, ...path, ...(problem.related ?? [])],
    });
  }

  /** What names mean in a body; `prefix` is where new nodes go. */
  environment(frame: Frame, prefix: string): Environment {
    if (frame.environment?.prefix === prefix) return frame.environment.names;
    const names = this.namesIn(frame, prefix);
    frame.environment = { prefix, names };
    return names;
  }

  private namesIn(frame: Frame, prefix: string): Environment {
    const env: Environment = {
      parameter: (name) => (frame.parameters.has(name) ? { value: frame.parameters.get(name) } : undefined),
      kernel: (name) => frame.scope.kernel(name),
      tensors: undefined,
      dependsOnContext: () => {
        this.contextReads += 1;
      },
      report: (problem) => this.report(frame, problem),
    };
    const tensors: TensorEnvironment = {
      tensor: (name) => {
        const slot = frame.tensors.get(name);
        return slot && (() => this.read(frame, slot));
      },
      input: () => frame.input,
      openInput: (expression) => this.openInput(frame, prefix, expression),
      combine: (expression, left, right) => this.operators.combine(frame, prefix, expression, left, right),
      negate: (expression, tensor) =>
        this.operators.rescale(frame, prefix, expression, tensor, { scale: -1, offset: 0 }),
      apply: (call) => this.applyInExpression(frame, prefix, call, full),
      measure: (call) => this.measure?.(call, frame, full),
      names: () => frame.tensors.keys(),
      unknown: (expression) => this.nodes.placeholder(expression, this.nodes.syntaxOf(frame, expression)),
    };
    const full: Environment = { ...env, tensors };
    return full;
  }

  private openFrame(frame: Omit<Frame, 'tensors' | 'layers' | 'usedLayers' | 'inputless' | 'environment'>): Frame {
    const { flows, layers, duplicates } = namesOfBody(frame.owner);
    const tensors = new Map<string, TensorSlot>();
    for (const [name, statement] of flows)
      tensors.set(name, { statement, state: 'waiting', value: undefined, used: false });
    const opened: Frame = {
      ...frame,
      tensors,
      layers,
      usedLayers: new Set(),
      inputless: new Map(),
      environment: undefined,
    };
    for (const [first, names] of duplicates)
      this.report(opened, duplicateTensor(names, first, frame.owner.body.statements));
    return opened;
  }

  private buildBody(frame: Frame): BodyResult {
    const from = this.nodes.factory.nodes.length;
    const flows = frame.owner.body.statements.filter((statement) => statement.kind === 'Flow');
    const values = new Map<FlowStatement, TensorValue>();
    for (const flow of flows) {
      if (this.nodes.factory.isFull && !this.isAbstract) break;
      values.set(flow, this.evaluateStatement(frame, flow));
    }
    const runs = inputlessRuns(frame);
    for (const run of runs) this.report(frame, layersWithoutInput(run, frame));
    const outputs = this.outputsOf(frame, flows, values);
    const result = { frame, outputs, from, to: this.nodes.factory.nodes.length };
    this.bodies.push(result);
    const leadingOn = new Set(runs.flatMap(({ before, flows: run }) => [before, ...run]));
    if (frame.origin.length === 0)
      this.warnUnused(
        frame,
        flows,
        flows.filter((flow) => !leadingOn.has(flow)),
      );
    return result;
  }

  private outputsOf(
    frame: Frame,
    flows: readonly FlowStatement[],
    values: ReadonlyMap<FlowStatement, TensorValue>,
  ): BodyResult['outputs'] {
    const marked = flows.filter((flow) => flow.isOutput);
    const last = flows.at(-1);
    const chosen = marked.length > 0 ? marked : last === undefined ? [] : [last];
    return chosen.flatMap((flow) => {
      const tensor = values.get(flow);
      const name = flow.isOutput ? (flow.name?.text ?? frame.owner.name.text) : frame.owner.name.text;
      return tensor === undefined ? [] : [{ name, tensor }];
    });
  }

  private warnUnused(frame: Frame, flows: readonly FlowStatement[], asked: readonly FlowStatement[]): void {
    const hasOutputs = flows.some((flow) => flow.isOutput);
    for (const flow of asked) {
      if (flow.isOutput || (!hasOutputs && flow === flows.at(-1))) continue;
      const slot = flow.name === undefined ? undefined : frame.tensors.get(flow.name.text);
      if (slot === undefined ? flow.name === undefined : slot.statement === flow && !slot.used)
        this.report(frame, unusedTensor(frame.scope.file, flow, hasOutputs ? undefined : flows.at(-1)));
    }
    for (const [name, statement] of frame.layers) {
      if (!frame.usedLayers.has(name)) this.report(frame, unusedLayer(frame.scope.file, statement));
    }
  }

  private evaluateStatement(frame: Frame, flow: FlowStatement): TensorValue {
    const slot = flow.name === undefined ? undefined : frame.tensors.get(flow.name.text);
    if (slot === undefined || slot.statement !== flow) return this.flow(frame, flow);
    return this.evaluateSlot(frame, slot);
  }

  private evaluateSlot(frame: Frame, slot: TensorSlot): TensorValue {
    if (slot.value !== undefined) return slot.value;
    if (slot.state === 'running' || this.depth > depthLimit) {
      const name = slot.statement.name ?? slot.statement;
      const message =
        slot.state === 'running'
          ? 'This tensor is made from itself'
          : 'Too many tensors stand before what they are made from';
      this.report(frame, { code: slot.state === 'running' ? 'nn/cycle' : 'nn/limit', span: name, message });
      return this.nodes.placeholder(name, this.nodes.syntaxOf(frame, slot.statement.value));
    }
    slot.state = 'running';
    this.depth += 1;
    const value = this.flow(frame, slot.statement);
    this.depth -= 1;
    slot.state = 'done';
    slot.value = value;
    if (frame.origin.length === 0 && value.node.tensor === undefined) value.node.tensor = slot.statement.name?.text;
    return value;
  }

  private read(frame: Frame, slot: TensorSlot): TensorValue {
    slot.used = true;
    return this.evaluateSlot(frame, slot);
  }

  private flow(frame: Frame, flow: FlowStatement): TensorValue {
    const prefix = joinPath(frame.path, this.flowName(frame, flow));
    const from = this.nodes.factory.nodes.length;
    let tensor = this.startOf(frame, prefix, flow);
    this.nodes.record(frame, flow.value, [], from, tensor);
    for (const step of flow.steps) tensor = this.step(frame, prefix, tensor, step);
    this.nodes.record(frame, flow, [], from, tensor);
    return tensor;
  }

  /** A flow without a name goes on under that of the tensor it starts from. */
  private flowName(frame: Frame, flow: FlowStatement): string {
    if (flow.name !== undefined) return flow.name.text;
    const { value } = flow;
    return value.kind === 'Call' && value.args === undefined && frame.tensors.has(value.callee.text)
      ? value.callee.text
      : '';
  }

  private startOf(frame: Frame, prefix: string, flow: FlowStatement): TensorValue {
    const expression = flow.value;
    const env = this.environment(frame, prefix);
    const value = evaluate(expression, env);
    const tensor = asTensor(value);
    if (tensor !== undefined) return tensor;
    const problem = value === undefined ? undefined : this.noTensor(frame, flow, value);
    if (problem !== undefined) this.report(frame, problem);
    return this.nodes.placeholder(expression, this.nodes.syntaxOf(frame, expression));
  }

  /** Undefined where a layer stands without an input, which is told when the whole body is known. */
  private noTensor(frame: Frame, flow: FlowStatement, value: Value): Problem | undefined {
    const expression = flow.value;
    const call = expression.kind === 'Call' ? expression : undefined;
    const word = call?.callee.text ?? asWord(value);
    if (word !== undefined && this.isCallable(frame, word)) {
      frame.inputless.set(flow, word);
      return undefined;
    }
    if (call !== undefined && !frame.parameters.has(call.callee.text)) {
      if (call.args !== undefined)
        return inputCall(call) ?? unknownName('layer', call.callee.text, call.callee, this.callables(frame));
      return unknownName('tensor', call.callee.text, call.callee, [
        ...frame.tensors.keys(),
        ...(frame.input === undefined ? [] : ['in']),
      ]);
    }
    return { code: 'nn/flow', span: expression, message: 'A flow begins with a tensor', dynamic: true };
  }

  private step(frame: Frame, prefix: string, tensor: TensorValue, step: Step): TensorValue {
    const { call } = step;
    const from = this.nodes.factory.nodes.length;
    const before = tensor;
    const guard = step.guard === undefined ? true : this.condition(frame, prefix, step.guard);
    if (guard === false) return tensor;
    const count = step.repeat === undefined ? 1 : this.repetitions(frame, prefix, step.repeat);
    let current = tensor;
    for (let turn = 0; turn < (count ?? 1); turn += 1) {
      if (!this.nodes.factory.countExpansion()) break;
      current = this.apply(frame, prefix, current, call, step);
    }
    if (guard === undefined || count === undefined)
      current = this.nodes.placeholder(call, this.nodes.syntaxOf(frame, call, call, step), [current.node]);
    this.nodes.record(frame, call, [before.node], from, current);
    return current;
  }

  private condition(frame: Frame, prefix: string, expression: Expression): boolean | undefined {
    const env = { ...this.environment(frame, prefix), tensors: undefined };
    return truth(evaluate(expression, env), expression, env);
  }

  private repetitions(frame: Frame, prefix: string, expression: Expression): number | undefined {
    const value = evaluate(expression, { ...this.environment(frame, prefix), tensors: undefined });
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
    const text = typeof value === 'number' ? String(value) : 'this';
    this.report(frame, {
      code: 'nn/repeat',
      span: expression,
      message: `A repetition needs a whole number from 0 on, not ${text}`,
      dynamic: expression.kind !== 'Number',
    });
    return undefined;
  }

  /** Applies a layer, block or shared layer by name. */
  private apply(frame: Frame, prefix: string, tensor: TensorValue, call: Call, step: Step | undefined): TensorValue {
    const name = call.callee.text;
    const syntax = this.nodes.syntaxOf(frame, call, call, step);
    if (name === '') return this.nodes.placeholder(call, syntax, [tensor.node]);
    const shared = frame.layers.get(name);
    if (shared !== undefined) return this.applyShared(frame, prefix, tensor, call, shared, syntax);
    const block = frame.scope.blocks.get(name);
    if (block !== undefined)
      return this.applyBlock(frame, { call, tensor, block, component: name, prefix, weights: undefined, syntax });
    const layer = layerRegistry.get(name);
    const inputFirst = inputFirstCall(call);
    if (layer !== undefined && inputFirst === undefined)
      return this.applyLayer(frame, {
        call,
        tensor,
        layer,
        prefix,
        component: undefined,
        weightPath: undefined,
        syntax,
      });
    const slot = frame.tensors.get(name);
    const problem =
      slot !== undefined || frame.parameters.has(name)
        ? arrowIntoTensor(call, tensor.node, slot?.value?.node)
        : (inputFirst ?? unknownName('layer', name, call.callee, this.callables(frame)));
    this.report(frame, this.pricedLayer(frame, problem, tensor, call));
    return this.nodes.placeholder(call, syntax, [tensor.node], name);
  }

  /** An unknown layer's suggestions with what they would give here. */
  private pricedLayer(frame: Frame, problem: Problem, tensor: TensorValue, call: Call): Problem {
    return {
      ...problem,
      fixes:
        problem.fixes?.map((fix) =>
          pricedCall(fix, call, frame.scope.file, [tensor.node.output], (layer) =>
            defaultsFor(layer, frame.scope, call.start),
          ),
        ) ?? [],
    };
  }

  private applyShared(
    frame: Frame,
    prefix: string,
    tensor: TensorValue,
    use: Call,
    statement: LayerStatement,
    syntax: NodeSyntax,
  ): TensorValue {
    frame.usedLayers.add(statement.name.text);
    if (use.args !== undefined && use.args.items.length > 0) {
      this.report(frame, {
        code: 'nn/shared',
        span: use.args,
        message: `'${statement.name.text}' has its arguments where it is declared`,
      });
    }
    const { call } = statement;
    const component = statement.name.text;
    const weights = joinPath(frame.weightPath, component);
    const from = this.nodes.factory.nodes.length;
    const result = this.sharedTarget(frame, { prefix, tensor, call, component, weights, syntax });
    this.nodes.record(frame, call, [tensor.node], from, result);
    return result;
  }

  private sharedTarget(
    frame: Frame,
    use: { prefix: string; tensor: TensorValue; call: Call; component: string; weights: string; syntax: NodeSyntax },
  ): TensorValue {
    const { call, tensor, prefix, component, weights, syntax } = use;
    const block = frame.scope.blocks.get(call.callee.text);
    if (block !== undefined) return this.applyBlock(frame, { call, tensor, block, component, prefix, weights, syntax });
    const layer = layerRegistry.get(call.callee.text);
    if (layer !== undefined)
      return this.applyLayer(frame, { call, tensor, layer, prefix, component, weightPath: weights, syntax });
    if (call.callee.text !== '')
      this.report(frame, unknownName('layer', call.callee.text, call.callee, this.callables(frame)));
    return this.nodes.placeholder(call, syntax, [tensor.node], call.callee.text);
  }

  private applyLayer(
    frame: Frame,
    use: {
      call: Call;
      tensor: TensorValue | undefined;
      layer: LayerDefinition;
      prefix: string;
      component: string | undefined;
      weightPath: string | undefined;
      syntax: NodeSyntax;
    },
  ): TensorValue {
    const { call, tensor, layer, prefix } = use;
    const { args, tensors, problems } = this.layerCall(frame, prefix, call, layer);
    const inputs = [...(tensor === undefined ? [] : [tensor.node]), ...tensors.map(({ node }) => node)];
    const given = args['name'];
    const component = this.nodes.factory.component(
      prefix,
      use.component ?? (typeof given === 'string' && given !== '' ? given : layer.name),
    );
    const path = joinPath(prefix, component);
    const made = this.nodes.make(frame, {
      layer,
      args,
      inputs,
      path,
      weightPath: use.weightPath ?? this.nodes.weightPath(frame, path),
      syntax: use.syntax,
    });
    for (const problem of problems)
      this.report(
        frame,
        pricedProblem(problem, made.node, call, (named) => defaultsFor(named, frame.scope, call.start)),
      );
    return made;
  }

  /** The arguments of a layer call; those that hang on nothing are evaluated once for all uses. */
  private layerCall(
    frame: Frame,
    prefix: string,
    call: Call,
    layer: LayerDefinition,
  ): { args: LayerArguments; tensors: readonly TensorValue[]; problems: readonly Problem[] } {
    const known = this.constants.get(call);
    if (known !== undefined) return { args: known.args, tensors: [], problems: [] };
    const before = this.contextReads;
    const problems: Problem[] = [];
    const env = this.environment(frame, prefix);
    const evaluated = evaluateLayerCall(
      call,
      layer,
      { ...env, report: (problem) => problems.push(problem) },
      frame.scope,
    );
    const isConstant = this.contextReads === before;
    if (isConstant && evaluated.tensors.length === 0) this.constants.set(call, evaluated);
    const told = problems.map((problem) => ({
      ...problem,
      dynamic: problem.dynamic ?? (!isConstant && problem.code === 'nn/argument'),
    }));
    return { args: evaluated.args, tensors: evaluated.tensors, problems: told };
  }

  private applyBlock(
    frame: Frame,
    use: {
      call: Call;
      tensor: TensorValue;
      block: Declared<BlockDeclaration>;
      component: string;
      prefix: string;
      weights: string | undefined;
      syntax: NodeSyntax;
    },
  ): TensorValue {
    const { call, tensor, block, prefix } = use;
    const env = this.environment(frame, prefix);
    const scope = frame.scope.scopeOf(block.uri);
    const parameters = bindBlockArguments(call, block.node, env, scope);
    const cycle = frame.open.indexOf(block.node);
    if (cycle >= 0 || frame.open.length > depthLimit) {
      const isTold = cycle >= 0 && block.uri === this.documentUri && !this.isAbstract;
      if (!isTold)
        this.report(frame, recursionProblem(call, [...frame.open.slice(Math.max(cycle, 0)), block.node], cycle >= 0));
      return this.nodes.placeholder(call, use.syntax, [tensor.node], block.node.name.text);
    }
    if (this.isAbstract) {
      this.findRecursion(frame, block, scope, call);
      return this.nodes.placeholder(call, use.syntax, [tensor.node], block.node.name.text);
    }
    const component = this.nodes.factory.component(prefix, use.component);
    const path = joinPath(prefix, component);
    const inner = this.openFrame({
      scope,
      owner: block.node,
      parameters,
      input: tensor,
      origin: [...frame.origin, this.nodes.location(frame.scope.uri, call)],
      blockScope: [...frame.blockScope, component],
      path,
      weightPath: use.weights ?? this.nodes.weightPath(frame, path),
      open: [...frame.open, block.node],
    });
    const { outputs } = this.buildBody(inner);
    return (
      outputs.at(-1)?.tensor ??
      (this.nodes.factory.isFull
        ? tensor
        : this.nodes.placeholder(call, use.syntax, [tensor.node], block.node.name.text))
    );
  }

  /** A block that leads back to itself is told once, where it is declared, even if no model uses it. */
  private findRecursion(frame: Frame, block: Declared<BlockDeclaration>, scope: FileScope, call: Call): void {
    const root = frame.open[0];
    const chain = root === undefined ? undefined : pathBetween(block.node, root, scope, new Set());
    // A cycle through several blocks of the file is told at the first of them.
    const isFirst = chain?.every(
      (other) =>
        root === other ||
        scope.blocks.get(other.name.text)?.uri !== this.documentUri ||
        other.start > (root?.start ?? 0),
    );
    if (root !== undefined && chain !== undefined && isFirst === true)
      this.report(frame, recursionProblem(call, [root, ...chain], true));
  }

  private openInput(frame: Frame, prefix: string, expression: InputExpression): TensorValue {
    if (frame.owner.kind === 'Block') {
      this.report(frame, {
        code: 'nn/input',
        span: expression,
        message: "A block's input is 'in'; inputs stand in models",
      });
      return this.nodes.placeholder(expression, this.nodes.syntaxOf(frame, expression));
    }
    const { source, output } = this.data.open(expression, frame.scope, (problem) => this.report(frame, problem));
    const path = joinPath(prefix, this.nodes.factory.component(prefix, 'input'));
    return this.nodes.make(frame, {
      layer: inputLayer,
      args: {},
      inputs: [],
      path,
      weightPath: this.nodes.weightPath(frame, path),
      syntax: this.nodes.syntaxOf(frame, expression),
      source: source ?? { data: undefined, parts: undefined },
      output,
    });
  }

  /** `concat(a, b)` in the place of a value: a layer on the tensors in its brackets. */
  private applyInExpression(frame: Frame, prefix: string, call: Call, env: Environment): TensorValue | undefined {
    const layer =
      frame.layers.has(call.callee.text) || frame.scope.blocks.has(call.callee.text)
        ? undefined
        : layerRegistry.get(call.callee.text);
    if (layer === undefined || layer.inputs.max < 2) return undefined;
    const first = call.args?.items[0];
    if (first === undefined || first.name !== undefined) return undefined;
    const from = this.nodes.factory.nodes.length;
    const syntax = this.nodes.syntaxOf(frame, call, call);
    const tensor = this.applyLayer(frame, {
      call,
      tensor: undefined,
      layer,
      prefix,
      component: undefined,
      weightPath: undefined,
      syntax,
    });
    if (tensor.node.inputs.length === 0)
      env.report({
        code: 'nn/flow',
        span: call,
        message: `${call.callee.text} needs tensors: ${call.callee.text}(a, b)`,
      });
    this.nodes.record(frame, call, tensor.node.inputs, from, tensor);
    return tensor;
  }

  private isCallable(frame: Frame, name: string): boolean {
    return frame.layers.has(name) || frame.scope.blocks.has(name) || layerRegistry.get(name) !== undefined;
  }

  private callables(frame: Frame): readonly string[] {
    const layers = layerRegistry.all.flatMap((layer) => [layer.name, ...layer.aliases]);
    return [...frame.layers.keys(), ...frame.scope.blocks.keys(), ...layers];
  }

  private tellLimit(place: Span): void {
    if (this.limitTold) return;
    this.limitTold = true;
    this.tell(limitProblem(place));
  }
}

/** Fixes of another document's text. */
function fixesElsewhere(fixes: Problem['fixes'], uri: string): Problem['fixes'] {
  return fixes?.map((fix) => ({ ...fix, edits: fix.edits.map((edit) => ({ uri, ...edit })) }));
}
