/** What the summary of a model says, on the command line and in the editor. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { DocumentAnalysis, GraphNode, ModelAnalysis } from '../model/graph';
import { kerasClass } from '../model/kerasName';

export interface SummaryLayer {
  readonly name: string;
  readonly type: string;
  /** With the batch first; null where a size, or the whole shape, is unknown. */
  readonly output: readonly (number | null)[] | null;
  readonly params: number | null;
  /** How many of them train. */
  readonly trainable: number | null;
  readonly connectedTo: readonly string[];
  /** How much of the model's input one unit sees, by axis; null where that is unknown. */
  readonly receptiveField: readonly number[] | 'whole' | null;
  /** The stable path: `trunk/Residual/2/main/Conv2D`. */
  readonly path: string;
}

export interface SummaryModel {
  readonly model: string;
  /** Zero-based. */
  readonly line: number;
  readonly layers: readonly SummaryLayer[];
  readonly totals: {
    readonly params: number | null;
    readonly trainable: number | null;
    readonly nonTrainable: number | null;
    readonly macs: number | null;
  };
}

/** The layers of a model in order, and its totals. */
export function summarize(model: ModelAnalysis, analysis: DocumentAnalysis): SummaryModel {
  const document = TextDocument.create(analysis.uri, 'nn', 1, analysis.file.text);
  const firstUse = new Map(model.graph.nodes.toReversed().map((node) => [node.owner, node]));
  const { params, trainable, nonTrainable, macs } = model.graph.totals;
  return {
    model: model.graph.name,
    line: document.positionAt(model.declaration.start).line,
    layers: model.graph.nodes.map((node) => layerOf(node, firstUse.get(node.owner) === node)),
    totals: { params, trainable, nonTrainable, macs },
  };
}

/** A later use of a shared layer has no parameters of its own. */
function layerOf(node: GraphNode, isFirstUse: boolean): SummaryLayer {
  const { params, trainable } = node.owner.params;
  return {
    name: node.name,
    type: kerasClass(node.layer),
    output: node.output === undefined ? null : [null, ...node.output],
    params: isFirstUse ? params : 0,
    trainable: isFirstUse ? trainable : 0,
    connectedTo: node.inputs.map((input) => input.name),
    receptiveField: typeof node.receptiveField === 'object' ? node.receptiveField.size : (node.receptiveField ?? null),
    path: node.path,
  };
}
