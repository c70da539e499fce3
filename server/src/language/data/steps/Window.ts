import type { LayerArguments } from '../../layers/definition';
import type { DataDescription, DataPart } from '../description';
import type { DataStepDefinition, DescribedData } from '../stepDefinition';

/** Cuts a series into examples: `length` values to look at, `horizon` values behind them to foresee. */
export const Window: DataStepDefinition = {
  name: 'Window',
  aliases: [],
  category: 'preprocessing',
  summary: 'Cuts a series into windows; with a horizon, the values behind each are the target.',
  parameters: [
    { name: 'length', type: { kind: 'integer', min: 1 }, summary: 'How many values of the series a model sees.' },
    {
      name: 'horizon',
      type: { kind: 'integer', min: 0 },
      default: 0,
      summary: 'How many of the values behind are the target.',
    },
    {
      name: 'stride',
      type: { kind: 'integer', min: 1 },
      default: 1,
      summary: 'How far one window lies behind another.',
    },
  ],
  inputs: { min: 1, max: 1 },
  inferShape: ([series], args) => {
    if (series === undefined) return { ok: true, output: undefined };
    if (series.length !== 2) {
      return {
        ok: false,
        problem: { code: 'rank', message: 'Window needs a series (a `column` of a CSV file)', fixes: [] },
      };
    }
    const [length, horizon] = [args['length'], args['horizon']];
    const [rows] = series;
    const wanted = numberOf(length) + numberOf(horizon);
    if (typeof rows === 'number' && wanted > rows) {
      const message = `${wanted} values a window are more than the ${rows} of the series`;
      return { ok: false, problem: { code: 'shape', message, fixes: [] } };
    }
    return { ok: true, output: [typeof length === 'number' ? length : null, series[1] ?? null] };
  },
  describe: (description, args, before) => {
    const [series] = description.parts;
    const examples = countWindows(before, args);
    const horizon = args['horizon'];
    if (series === undefined || typeof horizon !== 'number' || horizon === 0) return { ...description, examples };
    return { parts: [...description.parts, target(series, horizon)], target: 'horizon', examples };
  },
};

/** A training window lies in the training part; what a test window foresees (or is) lies in the test part. */
function countWindows({ description, testShare }: DescribedData, args: LayerArguments): DataDescription['examples'] {
  const rows = description.parts[0]?.shape[0];
  const [length, horizon, stride] = [args['length'], args['horizon'], args['stride']].map(numberOf);
  if (typeof rows !== 'number' || !length || !stride || horizon === undefined) return { train: null, test: null };
  const within = (end: number): number => Math.max(0, Math.floor((end - length - horizon) / stride) + 1);
  if (testShare === undefined) return { train: within(rows), test: null };
  const trained = Math.floor(rows * (1 - testShare));
  const first = Math.max(0, Math.ceil((trained - (horizon > 0 ? length : 0)) / stride));
  return { train: within(trained), test: trained === rows ? 0 : Math.max(0, within(rows) - first) };
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function target(series: DataPart, horizon: number): DataPart {
  const channels = series.shape.at(-1) ?? null;
  return { ...series, name: 'horizon', shape: channels === 1 ? [horizon] : [horizon, channels] };
}
