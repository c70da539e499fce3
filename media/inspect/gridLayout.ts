/** How many columns and how large the cells of a grid of pictures are. */
export interface GridLayout {
  readonly columns: number;
  readonly rows: number;
  /** Of a cell's picture, in CSS pixels. */
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly gap: number;
  readonly width: number;
  readonly height: number;
}

const largest = 112;
const smallest = 32;
const gap = 4;

/**
 * Columns in powers of two where they fit, as filters come in such numbers: 32 as 4 × 8, 64 as 8 × 8. Single values
 * are small squares close together; series lie below one another. `footer` is kept free below each picture.
 */
export function gridLayout(
  count: number,
  { width, height }: { readonly width: number; readonly height: number },
  available: number,
  footer = 0,
): GridLayout {
  if (height === 1 && width > 1)
    return layoutOf({ count, columns: 1, cellWidth: available, cellHeight: 16, gap, footer });
  const single = width === 1 && height === 1;
  const space = single ? 1 : gap;
  const wanted = count <= 4 ? Math.max(1, count) : 2 ** Math.ceil(Math.log2(Math.sqrt(count)) - 0.01);
  const fitting = Math.max(1, Math.floor((available + space) / ((single ? 8 : smallest) + space)));
  const columns = Math.max(1, Math.min(wanted, fitting, count));
  const limit =
    count === 1 ? Math.max(144, Math.min(320, width)) : single ? 32 : Math.max(largest, Math.min(160, width));
  const room = Math.min(limit, Math.floor((available - space * (columns - 1)) / columns));
  const cellWidth = Math.max(4, width <= room ? Math.floor(room / width) * width : room);
  const cellHeight = Math.max(4, Math.round((cellWidth * height) / Math.max(1, width)));
  return layoutOf({ count, columns, cellWidth, cellHeight, gap: space, footer });
}

function layoutOf({
  count,
  footer,
  ...cells
}: Pick<GridLayout, 'columns' | 'cellWidth' | 'cellHeight' | 'gap'> & {
  readonly count: number;
  readonly footer: number;
}): GridLayout {
  const rows = Math.ceil(count / cells.columns);
  return {
    ...cells,
    rows,
    width: cells.columns * (cells.cellWidth + cells.gap) - cells.gap,
    height: rows * (cells.cellHeight + footer + cells.gap) - cells.gap,
  };
}

/** The upper left corner of a cell. */
export function cellAt(layout: GridLayout, index: number, footer = 0): { readonly x: number; readonly y: number } {
  return {
    x: (index % layout.columns) * (layout.cellWidth + layout.gap),
    y: Math.floor(index / layout.columns) * (layout.cellHeight + footer + layout.gap),
  };
}

/** The cell at a point, or undefined beside them. */
export function cellUnder(layout: GridLayout, count: number, x: number, y: number, footer = 0): number | undefined {
  const column = Math.floor(x / (layout.cellWidth + layout.gap));
  const row = Math.floor(y / (layout.cellHeight + footer + layout.gap));
  const index = row * layout.columns + column;
  return column >= 0 && column < layout.columns && index >= 0 && index < count ? index : undefined;
}

/** Where an arrow key leads from a cell; undefined for other keys. */
export function moveInGrid(key: string, index: number, count: number, columns: number): number | undefined {
  const moves: { readonly [key: string]: number } = {
    ArrowLeft: index - 1,
    ArrowRight: index + 1,
    ArrowUp: index - columns,
    ArrowDown: index + columns,
    Home: 0,
    End: count - 1,
  };
  const target = Object.hasOwn(moves, key) ? moves[key] : undefined;
  if (target === undefined) return undefined;
  return target >= 0 && target < count ? target : index;
}
