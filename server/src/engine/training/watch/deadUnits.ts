import type { Program } from '../../../compiler/program';
import type { Tensor } from '../../backend';

/** Fewer dead units than this share are common in networks that learn well. */
const worthTelling = 0.25;

/** Which units of the rectified layers have fired since the last look. */
export interface DeadUnits {
  /** Whether there are layers to look at. */
  readonly any: boolean;
  /** Results of the function `firing`. */
  add(firing: ReadonlyMap<string, Tensor>): void;
  /** The layers in trouble; counting starts anew. */
  take(): readonly { readonly layer: string; readonly dead: number; readonly units: number }[];
}

/** A unit is a channel, the last axis: it has fired where it was above zero for one example at one place. */
export function createDeadUnits(program: Program): DeadUnits {
  const fired = new Map<string, Uint8Array>();
  return {
    any: (program.functions['firing']?.results.length ?? 0) > 0,
    add: (firing) => {
      for (const [layer, tensor] of firing) {
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
