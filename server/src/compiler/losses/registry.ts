import { binaryCrossentropy } from './binaryCrossentropy';
import { binaryFocalCrossentropy } from './binaryFocalCrossentropy';
import { categoricalCrossentropy } from './categoricalCrossentropy';
import { categoricalFocalCrossentropy } from './categoricalFocalCrossentropy';
import { categoricalHinge } from './categoricalHinge';
import { cosineSimilarity } from './cosineSimilarity';
import { hinge } from './hinge';
import { huber } from './huber';
import { klDivergence } from './klDivergence';
import { logCosh } from './logCosh';
import { meanAbsoluteError } from './meanAbsoluteError';
import { meanAbsolutePercentageError } from './meanAbsolutePercentageError';
import { meanSquaredError } from './meanSquaredError';
import { meanSquaredLogarithmicError } from './meanSquaredLogarithmicError';
import { poisson } from './poisson';
import { sparseCategoricalCrossentropy } from './sparseCategoricalCrossentropy';
import { squaredHinge } from './squaredHinge';
import type { LossDefinition } from './definition';

/** Every loss of the language's catalogue. */
export const lossDefinitions: readonly LossDefinition[] = [
  binaryCrossentropy,
  binaryFocalCrossentropy,
  categoricalCrossentropy,
  categoricalFocalCrossentropy,
  categoricalHinge,
  cosineSimilarity,
  hinge,
  huber,
  klDivergence,
  logCosh,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  meanSquaredLogarithmicError,
  poisson,
  sparseCategoricalCrossentropy,
  squaredHinge,
];

/** The loss of a name; throws where there is none. */
export function lossNamed(name: string): LossDefinition {
  const definition = lossDefinitions.find((loss) => loss.name === name);
  if (definition === undefined) throw new Error(`there is no loss ${name}`);
  return definition;
}
