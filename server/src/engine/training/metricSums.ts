import { finishMetric } from '../../compiler/metrics/finishers';
import type { MetricSlot, ProgramFunction } from '../../compiler/program';
import type { Logs } from '../../protocol/runEvents';
import type { Tensor } from '../backend';

/** Adds one batch's vector to the sums so far, in float64; `sums` may be empty. */
export function addSums(sums: readonly number[], metrics: Tensor): readonly number[] {
  return Array.from(metrics.data, (value, index) => (sums[index] ?? 0) + value);
}

/** The logs that sums stand for, by the layout of the function that made them. */
export function finishLogs(layout: ProgramFunction['metricLayout'], sums: readonly number[], prefix = ''): Logs {
  return Object.fromEntries(layout.map((slot) => [prefix + slot.name, finishSlot(slot, sums)]));
}

function finishSlot(slot: MetricSlot, sums: readonly number[]): number {
  return finishMetric(slot.finish, sums.slice(slot.offset, slot.offset + slot.length));
}
