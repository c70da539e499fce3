import type { DataPart } from '../description';
import type { DataStepDefinition } from '../stepDefinition';

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
    const length = args['length'];
    return { ok: true, output: [typeof length === 'number' ? length : null, series[1] ?? null] };
  },
  describe: (description, args) => {
    const [series] = description.parts;
    const horizon = args['horizon'];
    if (series === undefined || typeof horizon !== 'number' || horizon === 0)
      return { ...description, examples: { train: null, test: null } };
    return {
      parts: [...description.parts, target(series, horizon)],
      target: 'horizon',
      examples: { train: null, test: null },
    };
  },
};

function target(series: DataPart, horizon: number): DataPart {
  const channels = series.shape.at(-1) ?? null;
  return { ...series, name: 'horizon', shape: channels === 1 ? [horizon] : [horizon, channels] };
}
