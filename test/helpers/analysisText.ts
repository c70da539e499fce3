import type { DocumentAnalysis, GraphNode, ModelAnalysis, StepResult } from '../../server/src/language/model/graph';
import { walk } from '../../server/src/language/syntax/traverse';

/** All that an analysis says, as plain values that can be compared: shared parts by their paths, cycles cut. */
export function analysisPicture(analysis: DocumentAnalysis): unknown {
  const { text, declarations, comments, issues } = analysis.file;
  return {
    tree: { text, declarations, comments, issues, end: analysis.file.end },
    diagnostics: analysis.diagnostics,
    models: analysis.models.map((model) => modelPicture(model)),
    trains: analysis.trains.map(({ declaration, name, model, data, settings }) => ({
      at: declaration.start,
      name,
      model: model?.declaration.start,
      data: data?.declaration.name.text,
      settings,
    })),
    data: analysis.data.map(({ declaration, uri, request, steps, description, stages }) => ({
      at: declaration.start,
      uri,
      request,
      steps: steps?.map(({ layer, args }) => [layer.name, args]),
      description,
      stages: stages.map((stage) => [stage.node.start, stage.node.end, stage.description]),
    })),
  };
}

function modelPicture(model: ModelAnalysis): unknown {
  const results: unknown[] = [];
  walk(model.declaration, (node) => {
    const found = model.results.get(node);
    if (found !== undefined) results.push([node.kind, node.start, node.end, found.map(resultPicture)]);
  });
  return {
    at: [model.declaration.start, model.declaration.end],
    nodes: model.graph.nodes.map(nodePicture),
    inputs: model.graph.inputs.map(({ path }) => path),
    outputs: model.graph.outputs.map(({ name, node }) => [name, node.path]),
    totals: model.graph.totals,
    complete: model.graph.complete,
    results,
    resultCount: model.results.size,
    tensors: [...model.tensors].map(([name, flow]) => [name, flow.start]),
    layers: [...model.layers].map(([name, layer]) => [name, layer.start]),
    activationBytes: model.activationBytes,
    assertions: model.assertions.map(({ span, text, holds, explanation }) => [
      span.start,
      span.end,
      text,
      holds,
      explanation,
    ]),
  };
}

function nodePicture(node: GraphNode): unknown {
  const { id, path, name, layer, args, inputs, output, owner, macs, receptiveField, source, origin, tensor, scope } =
    node;
  return {
    id,
    path,
    name,
    layer: layer.name,
    args,
    inputs: inputs.map((input) => input.path),
    output,
    owner: [owner.path, owner.name, owner.weights, owner.trainable, owner.params],
    macs,
    receptiveField,
    source,
    origin: origin.map(({ uri, span }) => [uri, span.start, span.end]),
    tensor,
    scope,
  };
}

function resultPicture(result: StepResult): unknown {
  const { output, params, macs, receptiveField, nodes, inputs, scope } = result;
  return [output, params, macs, receptiveField, nodes.map(({ path }) => path), inputs, scope];
}
