import type { LayerArguments, LayerDefinition } from '../layers/definition';
import type { DataDescription } from './description';

/** A step that only data know; everything else in a data flow is a layer. */
export interface DataStepDefinition extends LayerDefinition {
  /** The parts that it acts on, when not those that `actsOn` gives for layers. */
  actsOn?(description: DataDescription): readonly string[];
  /** What it changes besides the shape of the parts it acts on. */
  describe?(description: DataDescription, args: LayerArguments, before: DescribedData): DataDescription;
}

/** What a step is put on. */
export interface DescribedData {
  readonly description: DataDescription;
  /** The share of `test=0.2`; 0 where nothing is set apart, undefined where a file or folder tests. */
  readonly testShare: number | undefined;
}
