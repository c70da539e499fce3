import type { ParameterDefinition } from '../layers/definition';
import type { DataDescription, DataRequest } from './description';

/** A data source of the language: its arguments and, where it is built in, what it holds. */
export interface SourceDefinition {
  /** Dotted name: `mnist`, `shapes.circle`. */
  readonly name: string;
  /** One sentence for completion and hover. */
  readonly summary: string;
  readonly parameters: readonly SourceParameter[];
  /** The first arguments by position go to `parameters`; any number more go here (`sample("china", "flower")`). */
  readonly takesMore?: boolean;
  /** What is known without looking at files; absent: the host is asked. */
  describe?(request: DataRequest): DataDescription;
}

/** An argument of a source: words may stand for texts, and a list for several. */
export interface SourceParameter extends Omit<ParameterDefinition, 'type'> {
  readonly type: 'text' | 'texts' | 'integer' | 'number' | 'boolean' | 'any';
  readonly values?: readonly string[];
  readonly min?: number;
  readonly max?: number;
}

/** Arguments that every source without a test part of its own takes. */
export const splitParameters: readonly SourceParameter[] = [
  {
    name: 'test',
    type: 'any',
    default: null,
    summary: 'The share of examples kept for testing, or a folder or file with them.',
  },
  { name: 'seed', type: 'integer', default: 0, min: 0, summary: 'Where the random split starts.' },
];

/** A labelled image set of known size and classes. */
export function imageSet(
  size: readonly [number, number, number],
  classes: readonly string[],
  train: number,
  test: number,
): DataDescription {
  return {
    parts: [
      { name: 'image', shape: size, type: 'uint8', range: [0, 255], classes: undefined },
      { name: 'label', shape: [], type: 'class', range: undefined, classes },
    ],
    target: 'label',
    examples: { train, test },
  };
}
