/** Examples a page: five rows of five. */
export const pageSize = 25;
export const gridColumns = 5;

/** The first example of the page on which `index` stands. */
export function pageStart(index: number): number {
  return index - (index % pageSize);
}

/** Where a key leads from an example; undefined for keys that lead nowhere. */
export function walkGrid(key: string, index: number, count: number): number | undefined {
  const to = (next: number): number => Math.max(0, Math.min(count - 1, next));
  switch (key) {
    case 'ArrowLeft':
      return to(index - 1);
    case 'ArrowRight':
      return to(index + 1);
    case 'ArrowUp':
      return index >= gridColumns ? index - gridColumns : index;
    case 'ArrowDown':
      return index + gridColumns < count ? index + gridColumns : index;
    case 'PageUp':
      return to(index - pageSize);
    case 'PageDown':
      return to(index + pageSize);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
