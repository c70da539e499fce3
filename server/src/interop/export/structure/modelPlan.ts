import type { GraphNode, ModelGraph } from '../../../language/model/graph';

/** How a target writes one layer: what is called, with which arguments. */
export interface LayerCall {
  readonly callee: string;
  readonly args: readonly CallArgument[];
}

export interface CallArgument {
  readonly name: string;
  readonly text: string;
  /** Written without its name. */
  readonly isPositional?: boolean;
  /** May be left out, since the target's default is the same. */
  readonly isDefault?: boolean;
}

/** A model as a person would write it: blocks are functions, repetitions are loops. */
export interface ModelPlan {
  readonly graph: ModelGraph;
  /** Functions, those that others call first. */
  readonly blocks: readonly BlockPlan[];
  readonly items: readonly PlanItem[];
}

/** Uses of a block that differ in arguments alone. */
export interface BlockPlan {
  /** Its name in the `.nn` text. */
  readonly block: string;
  /** 1 for the first; uses that differ in more than arguments are plans of their own. */
  readonly variant: number;
  readonly parameters: readonly string[];
  /** What a parameter of the block is called that may stand for a second tensor. */
  readonly declared: readonly string[];
  /** The first use, by which the function is written. */
  readonly template: BlockUse;
  /** Which parameter stands at a slot of an item of the template; undefined for the slot's own text. */
  parameterAt(item: number, slot: number): number | undefined;
}

/** A layer or a block, once or several times in a row, each on what the one before gives. */
export interface PlanItem {
  readonly elements: readonly Element[];
  /** The first is the number of elements, called `count`. */
  readonly slots: readonly CallArgument[];
  /** The path of the first inside its block, without a number at its end: `Conv2D` of `Conv2D/2`. */
  readonly base: string;
  readonly start: number;
}

export type Element = LayerUse | BlockUse;

export interface LayerUse {
  readonly kind: 'layer';
  readonly path: string;
  readonly node: GraphNode;
  readonly call: LayerCall;
}

export interface BlockUse {
  readonly kind: 'block';
  readonly path: string;
  readonly items: readonly PlanItem[];
  readonly inputs: readonly GraphNode[];
  readonly outputs: readonly GraphNode[];
  readonly plan: BlockPlan;
}

export function inputsOf(element: Element): readonly GraphNode[] {
  return element.kind === 'layer' ? element.node.inputs : element.inputs;
}

export function outputsOf(element: Element): readonly GraphNode[] {
  return element.kind === 'layer' ? [element.node] : element.outputs;
}
