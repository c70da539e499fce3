import { parse } from '../../../server/src/language/syntax/parser';

export interface FoundTrain {
  /** The block's own name, or its model's where it has none. */
  readonly train: string;
  readonly model: string;
  /** Of the block, in UTF-16 units from the start of the text. */
  readonly start: number;
  readonly end: number;
}

/** The train blocks of a text in their order; a name that comes twice is found once. */
export function findTrains(text: string): readonly FoundTrain[] {
  const found = parse(text).declarations.flatMap((declaration) =>
    declaration.kind === 'Train' && declaration.model.text !== ''
      ? [
          {
            train: declaration.name?.text ?? declaration.model.text,
            model: declaration.model.text,
            start: declaration.start,
            end: declaration.end,
          },
        ]
      : [],
  );
  return found.filter(({ train }, index) => found.findIndex((other) => other.train === train) === index);
}

/** The train block that a person at `offset` means: the one around it, else the next, else the last. */
export function trainAt(trains: readonly FoundTrain[], offset: number): FoundTrain | undefined {
  return trains.find(({ end }) => offset <= end) ?? trains.at(-1);
}

/** The name on the panel: `Digits · fast`, or `Digits` where the block has no name of its own. */
export function trainingTitle(text: string, train: string): string {
  const model = findTrains(text).find((found) => found.train === train)?.model;
  return model === undefined || model === train ? train : `${model} · ${train}`;
}
