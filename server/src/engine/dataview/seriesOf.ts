import type { DataQuestion, SeriesAnswer } from '../../protocol/dataMessages';
import { textList } from '../data/requestArguments';
import { adaptSteps, applySteps } from '../data/seriesExamples';
import { testShare } from '../data/shareTest';
import { numberArgument } from '../data/steps/pipelineStep';
import { RunProblem } from '../runProblem';
import type { DataView } from './openView';
import type { UnderstoodData } from './understandData';

/** More rows than this are thinned: a line on a screen shows no more. */
const rowLimit = 40_000;
const columnLimit = 8;

/**
 * A series as a whole, where its training part ends, and the windows that are cut out of it. Throws a RunProblem where
 * the data hold no series.
 */
export async function seriesOf(
  { analysis }: UnderstoodData,
  { opened, splits }: DataView,
  question: DataQuestion & { readonly kind: 'series' },
): Promise<SeriesAnswer> {
  const { request, steps = [] } = analysis;
  const part = opened.description.parts.find(({ shape, type }) => shape.length === 2 && type === 'float32');
  if (part === undefined || request === undefined) throw noSeries();
  const cut = steps.findIndex(({ layer }) => layer.name === 'Window');
  const examples = cut < 0 ? (splits[question.split] ?? opened.train) : opened.train;
  const series = await examples.read(part.name, Int32Array.of(cut < 0 ? question.index : 0));
  const [, rows = 0, width = 1] = series.shape;
  const share = opened.ordered === true && opened.test === undefined ? testShare(request) : undefined;
  const trained = share === undefined ? rows : Math.floor(rows * (1 - share));
  const before = question.steps ? await adaptSteps(steps.slice(0, Math.max(0, cut)), series, trained) : [];
  const { data } = applySteps(series, before);
  const every = Math.max(1, Math.ceil(rows / rowLimit));
  const shown = Math.min(width, columnLimit);
  const values = Float32Array.from(
    { length: Math.ceil(rows / every) * shown },
    (_, place) => data[Math.floor(place / shown) * every * width + (place % shown)] ?? 0,
  );
  const names = textList(request, 'column');
  const window = steps[cut]?.args;
  return {
    kind: 'series',
    columns: Array.from(
      { length: shown },
      (_, column) => names?.[column] ?? (shown === 1 ? part.name : String(column)),
    ),
    values,
    every,
    rows,
    trained,
    window: window && {
      length: numberArgument(window, 'length', 1),
      horizon: numberArgument(window, 'horizon', 0),
      stride: numberArgument(window, 'stride', 1),
    },
  };
}

function noSeries(): RunProblem {
  return new RunProblem('data/preview', {
    message: 'The data hold no series',
    reason: 'A series has rows that follow each other in time.',
    nextStep: 'Name the columns of the series: csv("file", column=…).',
  });
}
