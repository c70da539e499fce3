import type { ArgumentValue, LayerDefinition } from '../../language/layers/definition';

/** One use of a layer of the language, nested models dissolved: what the text to be written must amount to. */
export interface ImportNode {
  readonly id: number;
  /** Undefined for an input and for what the language does not have. */
  readonly layer: LayerDefinition | undefined;
  /** By parameter, checked and normalized; of the language's layers all of them but `name`. */
  readonly args: ReadonlyMap<string, ArgumentValue>;
  readonly inputs: readonly ImportNode[];
  /** Keras's layer: its name behind those of the models around it. */
  readonly path: readonly string[];
  /** Keras's name of the layer. */
  readonly name: string;
  /** Whether someone chose the name. */
  readonly isNamed: boolean;
  /** Several nodes with one owner share their weights. */
  readonly owner: string;
  /** The calls of nested models around it, outermost first. */
  readonly scope: readonly NestedCall[];
  /** Of an input, without the batch. */
  readonly shape: readonly (number | null)[] | undefined;
  /** The name under which an unknown layer is written. */
  readonly unknown: string | undefined;
}

/** One call of a model inside a model. */
export interface NestedCall {
  /** The same for two calls of one model. */
  readonly owner: string;
  readonly name: string;
  /** Tells calls of one model apart. */
  readonly call: number;
  /** The one node that goes in, where there is one; a nested model with several is written out in place. */
  readonly input: ImportNode | undefined;
}

/** What could not be brought over, and where it stands. */
export interface ImportNote {
  readonly place: string;
  readonly message: string;
}

export interface ImportGraph {
  readonly name: string;
  /** In topological order. */
  readonly nodes: readonly ImportNode[];
  readonly outputs: readonly ImportNode[];
  /** What each output is called. */
  readonly outputNames: readonly string[];
  readonly notes: readonly ImportNote[];
}
