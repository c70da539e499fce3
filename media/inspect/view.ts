import type {
  ExampleChoice,
  InspectLayer,
  ModelAnswer,
  WeightsChoice,
} from '../../server/src/protocol/inspectMessages';
import { wayTo } from './fieldGeometry';
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
export function inputOf({ layers }: ModelAnswer, layer: InspectLayer): InspectLayer | undefined {
  return wayTo(layers, layer)[0];
}
