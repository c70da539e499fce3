/** Epochs after which a training should have moved. */
const patience = 3;
/** All losses since the start lie this close together, as a share of their mean. */
const closeness = 0.005;

/**
 * A sentence where the losses of the epochs since the start of the run have stayed where they were, or undefined.
 * `classes` is the number of classes for a categorical loss: standing at the loss of a guess is told as that.
 */
export function stillLoss(losses: readonly number[], classes: number | undefined): string | undefined {
  if (losses.length < patience) return undefined;
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  const spread = Math.max(...losses) - Math.min(...losses);
  if (!(spread <= closeness * Math.abs(mean)) || mean === 0) return undefined;
  const guess = classes !== undefined && Math.abs(mean - Math.log(classes)) < 0.02 * Math.log(classes);
  const where = guess ? `, which is the loss of guessing among ${classes} classes` : '';
  return `The loss has stood at ${mean.toPrecision(4)} for ${losses.length} epochs${where}: look at the learning rate, the scale of the inputs and the labels.`;
}
