import type { DataRequest } from '../../../language/data/description';
import type { DataAnalysis } from '../../../language/model/graph';
import type { PythonScript } from '../python/pythonScript';
import { docText, pythonName, snakeName } from '../python/pythonText';
import { ExportProblem } from '../exportProblem';
import type { LoadContext } from './data/loadContext';
import { loadLines } from './data/loaders';
import { adaptLines, layerLines, planSteps, stepLines } from './data/stepPlan';

export interface DataSource {
  /** Takes nothing and gives (train, test): arrays by the names of the parts; test is None where there is none. */
  readonly loadName: string;
  /** Takes a batch of parts and whether it trains, and gives it after the steps of the declaration. */
  readonly prepareName: string;
  readonly source: string;
}

/**
 * A data declaration as Python: a function that loads arrays by part and one that takes a batch through the steps.
 * Parts are those of `docs/data.md`; shares for testing have the same sizes but are drawn by NumPy. Throws an
 * ExportProblem where the data cannot be described.
 */
export function kerasDataSource(data: DataAnalysis, script: PythonScript): DataSource {
  const { request, steps, stages, declaration, description } = data;
  const name = declaration.name.text;
  const source = stages[0]?.description;
  if (request === undefined || steps === undefined || source === undefined || description === undefined)
    throw new ExportProblem(
      'keras',
      undefined,
      `the data ${name} cannot be described: ${sourceName(request)} is missing or has an error`,
    );
  const plan = planSteps(
    name,
    steps,
    stages.map((stage) => stage.description ?? source),
  );
  const loadName = `load_${snakeName(name)}`;
  const prepareName = `prepare_${snakeName(name)}`;
  const context: LoadContext = { name, request, source, plan, script };
  const load = [
    `def ${loadName}():`,
    `    """The data ${docText(name)}, by ${docText(sourceName(request))}: (train, test), arrays by part."""`,
    ...loadLines(context),
    ...adaptLines(plan.batch, script),
    '    return train, test',
  ];
  const layers = [...plan.first, ...plan.batch].flatMap((step) => layerLines(step, source, script));
  const prepare = [
    `def ${prepareName}(parts, training):`,
    `    """The steps of the data declaration, on a batch of parts."""`,
    ...(plan.batch.length === 0
      ? ['    return parts']
      : ['    parts = dict(parts)', ...plan.batch.flatMap((step) => stepLines(step, 'training')), '    return parts']),
  ];
  if (layers.length > 0) script.import('from keras import layers');
  const blocks = [load.join('\n'), prepare.join('\n')];
  return {
    loadName,
    prepareName,
    source: [...(layers.length === 0 ? [] : [layers.join('\n')]), ...blocks].join('\n\n\n'),
  };
}

function sourceName(request: DataRequest | undefined): string {
  return request === undefined ? 'its source' : pythonName(request.source);
}
