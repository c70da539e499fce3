/** One edit of a document, as VS Code tells of it. */
export interface PlaceChange {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/** Where a place of a text has come to by its edits, each told against the text before it; undefined where it was deleted. */
export function movePlace(place: number, changes: readonly PlaceChange[]): number | undefined {
  let moved = place;
  for (const { rangeOffset, rangeLength, text } of changes) {
    if (rangeOffset >= moved) continue;
    if (rangeOffset + rangeLength > moved) return undefined;
    moved += text.length - rangeLength;
  }
  return moved;
}
