import { normalizeArguments, type GivenArgument } from '../layers/arguments';
import type { LayerArguments, LayerDefinition } from '../layers/definition';
import { layerRegistry } from '../layers/registry';
import { evaluateArguments } from '../model/evaluate';
import { asKernel, settle } from '../model/value';
import { parse } from '../syntax/parser';

/**
 * The layer and arguments of a call written as text, as fixes propose it, with the defaults that hold there;
 * undefined where it names no layer.
 */
export function callArguments(
  text: string,
  defaults: (layer: LayerDefinition) => readonly GivenArgument[] = () => [],
): { readonly layer: LayerDefinition; readonly args: LayerArguments } | undefined {
  const [declaration] = parse(`data x = x -> ${text}`).declarations;
  const call = declaration?.kind === 'Data' ? declaration.steps[0]?.call : undefined;
  const layer = call && layerRegistry.get(call.callee.text);
  if (call === undefined || layer === undefined) return undefined;
  const env = {
    parameter: () => undefined,
    kernel: () => undefined,
    tensors: undefined,
    dependsOnContext: () => undefined,
    report: () => undefined,
  };
  const given = evaluateArguments(call, env).map(({ name, value }) => ({
    name,
    value: settle(value) ?? asKernel(value),
  }));
  return { layer, args: normalizeArguments(layer, given, defaults(layer)).args };
}
