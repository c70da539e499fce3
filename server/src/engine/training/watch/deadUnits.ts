import type { Operation, Program, TensorRef } from '../../../compiler/program';
import type { Tensor } from '../../backend';

/** Fewer dead units than this share are common in networks that learn well. */
const worthTelling = 0.25;

/** Which units of the rectified layers have fired since the last look. */
export interface DeadUnits {
  /** The layers that are looked at: results of the function `features`. */
  readonly layers: readonly string[];
  add(features: ReadonlyMap<string, Tensor>): void;
  /** The layers in trouble; counting starts anew. */
  take(): readonly { readonly layer: string; readonly dead: number; readonly units: number }[];
}

/** A unit is a channel, the last axis: it has fired where it was above zero for one example at one place. */
export function createDeadUnits(program: Program): DeadUnits {
  const features = program.functions['features'];
  const layers =
    features === undefined
      ? []
      : features.results.filter(({ tensor }) => isRectified(features.operations, tensor)).map(({ name }) => name);
  const fired = new Map<string, Uint8Array>();
  return {
    layers,
    add: (values) => {
      for (const layer of layers) {
        const tensor = values.get(layer);
        if (tensor === undefined) continue;
        const units = tensor.shape.at(-1) ?? 1;
        const flags = fired.get(layer) ?? new Uint8Array(units);
        tensor.data.forEach((value, index) => {
          if (value > 0) flags[index % units] = 1;
        });
        fired.set(layer, flags);
      }
    },
    take: () => {
      const counts = [...fired].map(([layer, flags]) => ({
        layer,
        units: flags.length,
        dead: flags.filter((flag) => flag === 0).length,
      }));
      fired.clear();
      return counts.filter(({ dead, units }) => dead / units >= worthTelling);
    },
  };
}

/** Whether the value comes straight from a ReLU. */
function isRectified(operations: readonly Operation[], tensor: TensorRef): boolean {
  const operation = operations[tensor.operation];
  const [input] = operation?.inputs ?? [];
  if (operation?.op === 'Identity' && input !== undefined) return isRectified(operations, input);
  return operation?.op === 'Relu' || operation?.op === 'Relu6';
}
