import type { GraphNode } from '../../language/model/graph';

/** Something that a target cannot express: the reason, and the layer where it is one's fault. */
export class ExportProblem extends Error {
  readonly target: string;
  readonly node: GraphNode | undefined;
  readonly reason: string;

  constructor(target: string, node: GraphNode | undefined, reason: string) {
    super(node === undefined ? reason : `${node.layer.name} (${node.path}): ${reason}`);
    this.name = 'ExportProblem';
    this.target = target;
    this.node = node;
    this.reason = reason;
  }
}
