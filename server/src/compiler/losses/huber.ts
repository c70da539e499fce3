import { elementwiseLoss } from './elementwiseLoss';

/** ½e² where |e| ≤ delta, else delta·|e| − ½delta². */
export const huber = elementwiseLoss('huber', (math, target, prediction, args) => {
  const delta = args.number('delta');
  const error = math.subtract(prediction, target);
  const size = math.apply('Abs', error);
  const squared = math.multiply(math.apply('Square', error), 0.5);
  const straight = math.subtract(math.multiply(size, delta), 0.5 * delta * delta);
  return math.select(math.compare('LessEqual', size, delta), squared, straight);
});
