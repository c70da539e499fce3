import type { DocumentAnalysis, ModelAnalysis, TrainAnalysis } from '../../../language/model/graph';
import { createScript, type PythonScript } from '../python/pythonScript';
import { docText, pythonLiteral } from '../python/pythonText';
import { kerasDataSource } from './dataSource';
import { kerasModelSource } from './modelSource';
import { kerasTrainSource } from './trainSource';
import { kerasWeightsSource } from './weightsSource';

export interface KerasScriptRequest {
  readonly analysis: DocumentAnalysis;
  readonly model: ModelAnalysis;
  /** With it the script has the data and the training; else the model alone. */
  readonly train?: TrainAnalysis | undefined;
  /** A safetensors file beside the script, which the script then loads. */
  readonly weights?: string | undefined;
  /** The file that is exported, for the first line. */
  readonly file: string;
}

/** A whole script for Keras 3: model, weights, and where there is a train block data and training. */
export function kerasScript({ analysis, model, train, weights, file }: KerasScriptRequest): string {
  const script = createScript();
  const { functionName, source } = kerasModelSource(model.graph, { script, scope: analysis.scope });
  const loader = kerasWeightsSource(model.graph, script);
  const training = train === undefined ? undefined : trainingOf(train, functionName, script);
  const load = weights === undefined ? [] : [`    load_weights(model, ${pythonLiteral(weights)})`];
  const main =
    training === undefined || weights !== undefined
      ? [`    model = ${functionName}()`, ...load, '    model.summary()']
      : [`    model = ${training.trainName}()`, `    model.save(${pythonLiteral(`${model.graph.name}.keras`)})`];
  const sections = [
    `"""${docText(model.graph.name)}, exported by Shapewright from ${docText(file)}."""\n\n${script.imports.join('\n')}`,
    ...script.definitions,
    source,
    loader,
    ...(training === undefined ? [] : [training.source]),
    ['if __name__ == "__main__":', ...main].join('\n'),
  ];
  return `${sections.join('\n\n\n')}\n`;
}

function trainingOf(
  train: TrainAnalysis,
  buildName: string,
  script: PythonScript,
): { readonly trainName: string; readonly source: string } | undefined {
  if (train.data === undefined) return undefined;
  const data = kerasDataSource(train.data, script);
  const { trainName, source } = kerasTrainSource(train, { buildName, data, script });
  return { trainName, source: `${data.source}\n\n\n${source}` };
}
