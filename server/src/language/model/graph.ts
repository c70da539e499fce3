import type { Diagnostic, Location } from '../diagnostics/diagnostic';
import type { DataDescription, DataRequest } from '../data/description';
import type { LayerArguments, LayerDefinition, WeightDefinition } from '../layers/definition';
import type {
  BlockDeclaration,
  Call,
  DataDeclaration,
  FlowStatement,
  KernelDeclaration,
  LayerStatement,
  ModelDeclaration,
  SourceFile,
  Span,
  TrainDeclaration,
} from '../syntax/tree';
import type { Shape } from './shape';
import type { TrainSettings } from './trainSettings';

/** The typed graph of one model: blocks expanded, one node a layer call, in topological order. */
export interface ModelGraph {
  readonly name: string;
  readonly nodes: readonly GraphNode[];
  readonly inputs: readonly GraphNode[];
  /** In source order; named `output` statements, else the last flow under the model's own name. */
  readonly outputs: readonly GraphOutput[];
  readonly totals: Totals;
  /** False when an error (or an unknown size) keeps the graph from being compiled. */
  readonly complete: boolean;
}

export interface GraphOutput {
  readonly name: string;
  readonly node: GraphNode;
}

export interface GraphNode {
  /** The place in `ModelGraph.nodes`. */
  readonly id: number;
  /** Stable under edits elsewhere: `trunk/Residual/2/main/Conv2D`. */
  readonly path: string;
  /** Keras's automatic name, or the `name=` given: `conv2d_1`. */
  readonly name: string;
  readonly layer: LayerDefinition;
  readonly args: LayerArguments;
  readonly inputs: readonly GraphNode[];
  /** Undefined where an error stands before it. */
  readonly output: Shape | undefined;
  /** The layer that owns the weights; calls of a shared layer have the same one. */
  readonly owner: LayerInstance;
  /** Multiply-accumulates for one example. */
  readonly macs: number | null;
  /** By spatial axis of the input; `whole` after Flatten and the like. */
  readonly receptiveField: ReceptiveField | 'whole' | undefined;
  /** What `input NAME[parts]` takes, on input nodes alone. */
  readonly source: InputSource | undefined;
  /** The layer call in the text, outermost use first, the place inside the innermost block last. */
  readonly origin: readonly Location[];
  /** The tensor name in the text, where a statement of the model gives it one. */
  readonly tensor: string | undefined;
  /** The block uses around it, outermost first: `Residual/2`. */
  readonly scope: readonly string[];
}

export interface LayerInstance {
  /** The path of its first use. */
  readonly path: string;
  readonly name: string;
  readonly weights: readonly WeightDefinition[];
  /** False for `trainable=false` and fixed kernels. */
  readonly trainable: boolean;
  readonly params: Totals;
}

export interface Totals {
  /** null while a size is unknown. */
  readonly params: number | null;
  readonly trainable: number | null;
  readonly nonTrainable: number | null;
  readonly macs: number | null;
}

export interface ReceptiveField {
  readonly size: readonly number[];
  readonly stride: readonly number[];
  /** The first unit's field starts here, by axis; negative inside the padding. */
  readonly offset: readonly (number | null)[];
}

export interface InputSource {
  readonly data: string | undefined;
  readonly parts: readonly string[] | undefined;
}

/** What a document means: everything that a person sees is read off this. */
export interface DocumentAnalysis {
  readonly uri: string;
  readonly version: number;
  readonly file: SourceFile;
  readonly scope: Scope;
  readonly models: readonly ModelAnalysis[];
  readonly trains: readonly TrainAnalysis[];
  readonly data: readonly DataAnalysis[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Names of the file and of what it imports, first declaration of a name winning. */
export interface Scope {
  readonly blocks: ReadonlyMap<string, Declared<BlockDeclaration>>;
  readonly kernels: ReadonlyMap<string, Declared<KernelDeclaration>>;
  readonly data: ReadonlyMap<string, Declared<DataDeclaration>>;
  readonly models: ReadonlyMap<string, Declared<ModelDeclaration>>;
}

export interface Declared<T> {
  readonly node: T;
  readonly uri: string;
  readonly file: SourceFile;
}

export interface ModelAnalysis {
  readonly declaration: ModelDeclaration;
  readonly graph: ModelGraph;
  /**
   * What each call, operator or statement value of the text gives, keyed by its node, the uses inside a
   * block included: a block used three times has three entries. Hints and hovers read it.
   */
  readonly results: ReadonlyMap<object, readonly StepResult[]>;
  readonly tensors: ReadonlyMap<string, FlowStatement>;
  readonly layers: ReadonlyMap<string, LayerStatement>;
  /** Bytes for one example, forward pass, at the widest moment; null while a size is unknown. */
  readonly activationBytes: number | null;
  readonly assertions: readonly AssertionResult[];
}

/** The value after a step, whether of a layer or of a whole block. */
export interface StepResult {
  readonly output: Shape | undefined;
  /** Null while unknown, 0 for a second use of a shared layer. */
  readonly params: number | null;
  readonly macs: number | null;
  readonly receptiveField: ReceptiveField | 'whole' | undefined;
  /** The nodes that the step made, in order; one for a layer, all of them for a block or a repetition. */
  readonly nodes: readonly GraphNode[];
  /** What it was applied to. */
  readonly inputs: readonly (Shape | undefined)[];
  /** The block uses around it. */
  readonly scope: readonly string[];
}

export interface AssertionResult {
  readonly span: Span;
  readonly text: string;
  /** Undefined while a size is unknown. */
  readonly holds: boolean | undefined;
  /** `93,322 < 100,000`. */
  readonly explanation: string;
}

/** A preprocessing step with its arguments evaluated: the same definitions as in models. */
export interface DataStep {
  readonly layer: LayerDefinition;
  readonly args: LayerArguments;
}

export interface DataAnalysis {
  readonly declaration: DataDeclaration;
  /** The document that declares it; data may be imported. */
  readonly uri: string;
  /** What the source asks for; undefined where an argument is wrong. */
  readonly request: DataRequest | undefined;
  /** All steps in order; undefined where one is wrong. */
  readonly steps: readonly DataStep[] | undefined;
  /** After all steps; undefined while the source cannot be described. */
  readonly description: DataDescription | undefined;
  /** After the source and after each step, in order. */
  readonly stages: readonly {
    readonly node: Call | DataDeclaration['source'];
    readonly description: DataDescription | undefined;
  }[];
}

export interface TrainAnalysis {
  readonly declaration: TrainDeclaration;
  /** `fast`, or the model's name where the set-up has none. */
  readonly name: string;
  readonly model: ModelAnalysis | undefined;
  readonly data: DataAnalysis | undefined;
  /** Undefined where an error keeps it from being run. */
  readonly settings: TrainSettings | undefined;
}
