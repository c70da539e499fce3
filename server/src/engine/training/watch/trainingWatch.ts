/**
 * Looks at a training now and then: units that never fire, gradients that vanish or are infinite, a loss that does
 * not move. It only reads; what it finds changes nothing about the run. A look costs about a step, and there is
 * one in 128 steps.
 */
import type { Program } from '../../../compiler/program';
import type { Logs } from '../../../protocol/runEvents';
import type { EngineSession, Tensor } from '../../backend';
import type { LayerPlace } from '../layerPlaces';
import { createDeadUnits } from './deadUnits';
import { judgeGradients, type GradientTrouble } from './gradientSizes';
import type { LayerWarning } from './layerWarning';
import { stillLoss } from './stillLoss';

export interface TrainingWatch {
  /** `feeds` are those of the step that is done. */
  afterStep(feeds: ReadonlyMap<string, Tensor>, session: EngineSession): Promise<void>;
  /** What was found since the last time, each trouble of a layer once a run. */
  epochEnd(logs: Logs, session: EngineSession): Promise<readonly LayerWarning[]>;
}

export interface TrainingWatchOptions {
  readonly program: Program;
  readonly placeOf: (path: string) => LayerPlace;
  /** Of the training part: a small one is all that can be looked at. */
  readonly examples: number;
  /** Classes of a categorical loss. */
  readonly classes: number | undefined;
  /** Losses of the epochs before a resume. */
  readonly losses: readonly number[];
}

const stepsBetween = 128;
const firstStep = 8;
/** Fewer examples say nothing about a unit. */
const fewestExamples = 256;
const mostRows = 64;

export function createTrainingWatch({
  program,
  placeOf,
  examples,
  classes,
  losses,
}: TrainingWatchOptions): TrainingWatch {
  const units = createDeadUnits(program);
  const epochLosses = [...losses];
  const told = new Set<string>();
  let wait = firstStep;
  let seen = 0;
  let sample: ReadonlyMap<string, Tensor> | undefined;

  const fresh = (warnings: readonly LayerWarning[]): readonly LayerWarning[] =>
    warnings.filter(({ code, layer }) => {
      const key = `${code} ${layer ?? ''}`;
      return !told.has(key) && told.add(key);
    });

  return {
    afterStep: async (feeds, session) => {
      wait -= 1;
      if (wait > 0) return;
      wait = stepsBetween;
      sample = feeds;
      seen += Math.min(mostRows, rowsOf(program, feeds));
      if (units.any) units.add(await session.run('firing', feedsFor(program, 'firing', feeds)));
    },
    epochEnd: async (logs, session) => {
      if (logs['loss'] !== undefined) epochLosses.push(logs['loss']);
      const still = stillLoss(epochLosses, classes);
      const found: LayerWarning[] = still === undefined ? [] : [{ code: 'run/still-loss', message: still }];
      if (sample === undefined || seen < Math.min(fewestExamples, examples)) return fresh(found);
      const counted = seen;
      seen = 0;
      for (const { layer, dead, units: all } of units.take()) {
        const message = `${dead} of ${all} units of ${layer} fired for none of ${counted} examples: a lower learning rate, another initializer or LeakyReLU keeps them alive.`;
        found.push({ code: 'run/dead-units', message, ...placeOf(layer) });
      }
      if (program.functions['gradients'] !== undefined) {
        const sums = await session.run('gradients', feedsFor(program, 'gradients', sample));
        for (const trouble of judgeGradients(program, sums)) found.push(gradientWarning(trouble, placeOf));
      }
      return fresh(found);
    },
  };
}

function gradientWarning(
  { variable, kind, share }: GradientTrouble,
  placeOf: TrainingWatchOptions['placeOf'],
): LayerWarning {
  const place = placeOf(variable.slice(0, variable.lastIndexOf('/')));
  if (kind === 'infinite') {
    return {
      code: 'run/infinite-gradient',
      message: `The gradient of ${variable} is not finite: lower the learning rate or clip gradients (clipnorm=1).`,
      ...place,
    };
  }
  const message = `The gradient of ${variable} is ${share.toExponential(0)} of the largest one: it vanishes on its way through the layers behind; ReLU, batch normalization or shortcuts let it pass.`;
  return { code: 'run/vanishing-gradient', message, ...place };
}

/** The feeds of a function, those of a batch cut to a few rows. */
function feedsFor(program: Program, name: string, feeds: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> {
  const wanted = program.functions[name]?.feeds ?? [];
  return new Map(
    wanted.flatMap((feed): readonly (readonly [string, Tensor])[] => {
      const tensor = feeds.get(feed.name);
      if (tensor === undefined) return [];
      return [[feed.name, feed.shape[0] === null ? firstRows(tensor, mostRows) : tensor]];
    }),
  );
}

function firstRows(tensor: Tensor, most: number): Tensor {
  const [rows = 0, ...rest] = tensor.shape;
  if (rows <= most) return tensor;
  const row = rest.reduce((product, size) => product * size, 1);
  return { ...tensor, shape: [most, ...rest], data: tensor.data.slice(0, most * row) };
}

function rowsOf(program: Program, feeds: ReadonlyMap<string, Tensor>): number {
  const feed = program.functions['train']?.feeds.find(({ shape }) => shape[0] === null);
  return (feed && feeds.get(feed.name)?.shape[0]) ?? 0;
}
