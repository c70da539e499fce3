/** What the five notebooks show and print, and what does it here: notebooks.json, with its types. */
import list from './notebooks.json';

export type Printed = number | string | null | readonly Printed[];

export interface Figure {
  readonly what: string;
  /** As the notebook has it. */
  readonly printed: Printed;
  /** What is right, where the notebook has a misprint. */
  readonly expected?: Printed;
  /** How far each number may be off; 0 without it. */
  readonly tolerance?: number;
  /** From and to, where the figure depends on chance. */
  readonly range?: readonly [number, number];
  /** Why it may differ. */
  readonly because?: string;
  /** The printed numbers are those of the command times this. */
  readonly scale?: number;
  /** Of shapewright; run with --json in a folder that has samples/. */
  readonly command: readonly string[];
  /** The way to the figure in what the command writes, by keys, places and names. */
  readonly at: string;
}

export interface Row {
  readonly shows: string;
  readonly here: string;
  readonly figures?: readonly Figure[];
}

export interface Notebook {
  readonly title: string;
  /** The name of its guide, without the ending. */
  readonly guide: string;
  readonly rows: readonly Row[];
}

export const notebooks = list.notebooks as unknown as readonly Notebook[];

export function isTraining({ command: [name] }: Figure): boolean {
  return name === 'train';
}
