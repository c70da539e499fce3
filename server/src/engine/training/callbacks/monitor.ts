import type { FunctionValue } from '../../../language/layers/definition';

export interface Monitor {
  readonly name: string;
  readonly mode: 'min' | 'max';
}

/** The endings of metrics where more is better; Keras asks the metric, ours are known by name. */
const increasing = /(acc|accuracy|auc|precision|recall|f1_score|mean_io_u|iou)$/;

/** What a callback watches; `auto` takes less as better but for the metrics that grow. */
export function monitorOf(args: FunctionValue['args']): Monitor {
  const name = typeof args['monitor'] === 'string' ? args['monitor'] : 'val_loss';
  const mode = args['mode'];
  if (mode === 'min' || mode === 'max') return { name, mode };
  return { name, mode: increasing.test(name) ? 'max' : 'min' };
}

/** Whether `value` is better than `reference` by more than `delta`. NaN never is. */
export function isBetter(monitor: Monitor, value: number, reference: number, delta: number): boolean {
  return monitor.mode === 'min' ? value < reference - delta : value > reference + delta;
}

export function numberOf(args: FunctionValue['args'], name: string, fallback: number): number {
  const value = args[name];
  return typeof value === 'number' ? value : fallback;
}
