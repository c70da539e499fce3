import type { FunctionValue } from '../../../language/layers/definition';
import type { CallbackFactory, TrainingCallback } from './callback';
import { earlyStopping } from './earlyStopping';
import { learningRateScheduler } from './learningRateScheduler';
import { reduceLROnPlateau } from './reduceLROnPlateau';

const factories: ReadonlyMap<string, CallbackFactory> = new Map([
  ['EarlyStopping', earlyStopping],
  ['ReduceLROnPlateau', reduceLROnPlateau],
  ['LearningRateScheduler', learningRateScheduler],
  // The trainer itself stops at a loss that is not finite; naming it changes nothing.
  ['TerminateOnNaN', () => ({})],
]);

/** The callbacks of a train block in order. Throws for a name that the language should have refused. */
export function createCallbacks(values: readonly FunctionValue[]): readonly TrainingCallback[] {
  return values.map((value) => {
    const factory = factories.get(value.name);
    if (factory === undefined) throw new TypeError(`no callback ${value.name}`);
    return factory(value.args);
  });
}
