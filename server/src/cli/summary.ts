/** `shapewright summary FILE`: layers, shapes and parameters, as Keras prints them or as JSON. */
import { parseArgs } from 'node:util';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { DocumentAnalysis, GraphNode, ModelAnalysis } from '../language/model/graph';
import { kerasName, toSnakeCase } from '../language/model/kerasName';
import { analyzeFile } from './analyzeFile';
import { processOutput, type CommandOutput } from './command';
import { summaryTable } from './summaryTable';

const usage = `shapewright summary FILE [--model NAME] [--workspace FOLDER] [--json]
`;

export interface SummaryLayer {
  readonly name: string;
  readonly type: string;
  /** With the batch first; null where a size, or the whole shape, is unknown. */
  readonly output: readonly (number | null)[] | null;
  readonly params: number | null;
  /** How many of them train. */
  readonly trainable: number | null;
  readonly connectedTo: readonly string[];
  /** The stable path: `trunk/Residual/2/main/Conv2D`. */
  readonly path: string;
}

export interface SummaryModel {
  readonly model: string;
  /** Zero-based. */
  readonly line: number;
  readonly layers: readonly SummaryLayer[];
  readonly totals: { readonly params: number | null; readonly trainable: number | null; readonly nonTrainable: number | null; readonly macs: number | null };
}

/** Prints the models of a file and gives the exit status: 1 where the file or the model is not there. */
export async function runSummary(argv: readonly string[], output: CommandOutput = processOutput): Promise<number> {
  const options = readOptions(argv);
  if (typeof options === 'string') {
    output.err.write(`${options}\n${usage}`);
    return 2;
  }
  if (options.help) {
    output.out.write(usage);
    return 0;
  }
  const { analysis } = await analyzeFile(options.file, options.workspace);
  const models = analysis.models.filter((model) => options.model === undefined || model.graph.name === options.model);
  if (options.model !== undefined && models.length === 0) {
    const names = analysis.models.map((model) => model.graph.name).join(', ');
    output.err.write(`${options.file} has no model '${options.model}'${names === '' ? '' : `; it has ${names}`}.\n`);
    return 1;
  }
  const summaries = models.map((model) => summarize(model, analysis));
  output.out.write(options.json ? `${JSON.stringify({ models: summaries })}\n` : summaries.map(summaryTable).join('\n'));
  return 0;
}

/** What the summary says of a model, on the command line and in the editor. */
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
    path: node.path,
  };
}

/** The class name that Keras's summary shows, `MaxPooling2D`: the spelling behind the automatic name. */
function kerasClass(layer: GraphNode['layer']): string {
  const automatic = kerasName(layer);
  return [layer.name, ...layer.aliases].find((name) => toSnakeCase(name) === automatic) ?? layer.name;
}

interface Options {
  readonly file: string;
  readonly model: string | undefined;
  readonly workspace: string | undefined;
  readonly json: boolean;
  readonly help: boolean;
}

/** A text is what is wrong. */
function readOptions(argv: readonly string[]): Options | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        model: { type: 'string' },
        workspace: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const [file] = positionals;
    if (values.help) return { file: '', model: undefined, workspace: undefined, json: false, help: true };
    if (file === undefined || positionals.length > 1) return 'Name one file.';
    return { file, model: values.model, workspace: values.workspace, json: values.json, help: false };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
