import { rowLoss } from './rowLoss';
import { rowCosine } from './rowCosine';

/** The negative cosine of the angle between target and prediction. */
export const cosineSimilarity = rowLoss('cosine_similarity', (math, target, prediction) =>
  math.apply('Neg', rowCosine(math, target, prediction)),
);
