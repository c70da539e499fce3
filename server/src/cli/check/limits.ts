import { grouped } from '../../language/diagnostics/firstLine';
import type { Diagnostic } from '../../language/diagnostics/diagnostic';
import type { DocumentAnalysis, GraphNode, ModelAnalysis } from '../../language/model/graph';
import { stepBytes } from '../../language/model/measures';
import { elementCount } from '../../language/model/shape';
import { quantity, type Values } from '../command/options';

export const limitOptions = {
  'max-params': quantity('N', 'an error where a model has more parameters: 500k, 1.5M'),
  'max-macs': quantity('N', 'an error where an example costs more multiply-accumulates: 30M, 4G'),
  'max-memory': quantity('SIZE', 'an error where a training step takes more bytes: 200MB, 2GiB'),
};

type LimitName = keyof typeof limitOptions;

interface Measure {
  readonly code: string;
  /** `has 93,322 parameters`, without the number. */
  readonly say: (amount: string, batch: number) => string;
  readonly what: string;
  readonly of: (model: ModelAnalysis, batch: number) => number | null;
  /** What one layer adds. */
  readonly layer: (node: GraphNode) => number | null;
}

const measures: { readonly [name in LimitName]: Measure } = {
  'max-params': {
    code: 'check/params',
    what: 'number of parameters',
    say: (amount) => `has ${amount} parameters`,
    of: ({ graph }) => graph.totals.params,
    layer: (node) => node.owner.params.params,
  },
  'max-macs': {
    code: 'check/macs',
    what: 'number of multiply-accumulates',
    say: (amount) => `takes ${amount} multiply-accumulates`,
    of: ({ graph }) => graph.totals.macs,
    layer: (node) => node.macs,
  },
  'max-memory': {
    code: 'check/memory',
    what: 'memory',
    say: (amount, batch) => `takes ${amount} bytes a step of ${batch}`,
    of: ({ graph }, batch) => stepBytes(graph.nodes, batch),
    layer: ({ output }) => (output === undefined ? null : elementCount(output)),
  },
};

/** Keras's batch size where nothing says another one. */
const usualBatch = 32;

/**
 * An error at each model that is above a limit, with the layer that adds most; also where the figure is not known
 * though nothing else is wrong, as a limit that was not looked at must not seem to be kept.
 */
export function overLimits(
  { models, trains, diagnostics }: DocumentAnalysis,
  limits: Values<typeof limitOptions>,
): readonly Diagnostic[] {
  const isSound = diagnostics.every(({ severity }) => severity !== 'error');
  return models.flatMap((model) => {
    const sizes = trains.flatMap((train) =>
      train.model === model && train.settings !== undefined ? [train.settings.batchSize] : [],
    );
    const batch = sizes.length === 0 ? usualBatch : Math.max(...sizes);
    return (Object.keys(limitOptions) as LimitName[]).flatMap((name) => {
      const limit = limits[name];
      const value = measures[name].of(model, batch);
      if (limit === undefined || (value === null ? !isSound : value <= limit)) return [];
      return [toDiagnostic(model, name, { limit, value, batch })];
    });
  });
}

function toDiagnostic(
  { graph, declaration }: ModelAnalysis,
  name: LimitName,
  { limit, value, batch }: { readonly limit: number; readonly value: number | null; readonly batch: number },
): Diagnostic {
  const measure = measures[name];
  const { start, end } = declaration.name;
  const common = { code: measure.code, severity: 'error', span: { start, end }, fixes: [] } as const;
  if (value === null)
    return { ...common, message: `the ${measure.what} of ${graph.name} is not known, for --${name}`, related: [] };
  const most = graph.nodes.reduce<GraphNode | undefined>(
    (best, node) => ((measure.layer(node) ?? 0) > ((best && measure.layer(best)) ?? 0) ? node : best),
    undefined,
  );
  const [location] = most?.origin ?? [];
  return {
    ...common,
    message: `${graph.name} ${measure.say(grouped(value), batch)}, at most ${grouped(limit)} may be`,
    related:
      most === undefined || location === undefined ? [] : [{ message: `${most.name} adds most of them`, location }],
  };
}
