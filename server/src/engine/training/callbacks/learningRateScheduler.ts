import { rateAt } from '../schedules';
import type { CallbackFactory } from './callback';

/** Sets the rate at the start of each epoch by a schedule that counts epochs. */
export const learningRateScheduler: CallbackFactory = (args) => ({
  rateAtStart: (epoch) => rateAt(args['schedule'], epoch),
});
