import type { ExampleChoice, InspectLayer, ModelAnswer, WeightsChoice } from '../../server/src/protocol/inspectMessages';
import type { ViewOptions } from './viewOptions';

/** What every tab is given: the layer that is looked at, with which weights, on which example. */
export interface View {
  readonly model: ModelAnswer;
  readonly layer: InspectLayer;
  readonly weights: WeightsChoice;
  readonly example: ExampleChoice;
  /** The unit that arithmetic and receptive field are about, by spatial axis. */
  readonly unit: readonly number[];
  readonly options: ViewOptions;
  readonly change: (changed: Partial<ViewOptions>) => void;
}

/** The model's input that a layer comes from. */
export function inputOf({ layers }: ModelAnswer, { path, inputs }: InspectLayer): InspectLayer | undefined {
  const byPath = new Map(layers.map((each) => [each.path, each]));
  let current = byPath.get(path);
  for (let next = inputs[0]; next !== undefined; next = current?.inputs[0]) {
    const before = byPath.get(next);
    if (before === undefined || before === current) break;
    current = before;
  }
  return current;
}
