import type { ModelDeclaration, BlockDeclaration, Call, Expression, SourceFile, Step } from '../syntax/tree';
import type { GraphNode } from './graph';

/** A graph node with its place in the text, as fixes and the blame chain need it. */
export interface BuildNode extends GraphNode {
  id: number;
  tensor: string | undefined;
  readonly syntax: NodeSyntax;
  /** Whether a later node or an output takes it. */
  readonly consumers: BuildNode[];
  readonly inputs: readonly BuildNode[];
}

export interface NodeSyntax {
  /** Undefined for operators and inputs. */
  readonly call: Call | undefined;
  readonly step: Step | undefined;
  readonly expression: Expression;
  readonly uri: string;
  readonly file: SourceFile;
  /** The body that it is written in. */
  readonly owner: ModelDeclaration | BlockDeclaration;
}

/** Nodes of the analysis are build nodes; nodes that tests or readers make need not be. */
export function isBuildNode(node: GraphNode): node is BuildNode {
  return 'syntax' in node;
}
