import type { LayerArguments, LayerDefinition } from '../layers/definition';
import { formatShape, type Shape } from '../model/shape';
import { weightTotals } from '../model/totals';
import { grouped } from './firstLine';

/** The parameters of a layer on given inputs; NaN while a size is unknown. */
export function priceOf(layer: LayerDefinition, inputs: readonly Shape[], args: LayerArguments): number {
  return weightTotals(layer.weights?.(inputs, args) ?? [], true, null).params ?? Number.NaN;
}

/** `add strides=2 to short's Conv2D (16x16x64, +0 params)`. */
export function withPrice(what: string, output: Shape | undefined, params: number): string {
  const sign = params < 0 ? '−' : '+';
  const price = Number.isNaN(params) ? '' : `, ${sign}${grouped(Math.abs(params))} params`;
  return output === undefined ? what : `${what} (${formatShape(output)}${price})`;
}
