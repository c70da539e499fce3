import { usePalette } from './palette';
import { Canvas } from '../shared/Canvas';
import { cellAt, cellUnder, gridLayout, moveInGrid } from './gridLayout';
import { drawFrame, drawPicture, type Box, type Picture } from '../shared/picture';
import { useWidth } from '../shared/useWidth';

export interface AtlasProps {
  readonly name: string;
  readonly count: number;
  /** Of each picture, in its own pixels. */
  readonly size: { readonly width: number; readonly height: number };
  readonly picture: (index: number) => Picture;
  /** A share from 0 to 1, drawn as a thin bar below each picture. */
  readonly bar?: (index: number) => number;
  readonly selected: number;
  readonly onSelect: (index: number) => void;
  readonly onOpen?: () => void;
  /** The selected picture in words. */
  readonly valueText: string;
  /** Marks negative values where colours are not to be relied on. */
  readonly isNegative?: (index: number, pixel: number) => boolean;
}

/** Many small pictures on one canvas; arrow keys walk them, Enter opens one. */
export function Atlas(props: AtlasProps) {
  const { name, count, size, picture, bar, selected, onSelect, onOpen, valueText, isNegative } = props;
  const [element, available] = useWidth();
  const { theme } = usePalette();
  const footer = bar === undefined ? 0 : 4;
  const layout = gridLayout(count, size, available, footer);
  const draw = (context: CanvasRenderingContext2D, ratio: number): void => {
    for (let index = 0; index < count; index++) {
      const { x, y } = cellAt(layout, index, footer);
      const box = { x: x * ratio, y: y * ratio, width: layout.cellWidth * ratio, height: layout.cellHeight * ratio };
      drawPicture(context, picture(index), box);
      if (theme.highContrast && isNegative !== undefined)
        drawSigns(context, box, size, (pixel) => isNegative(index, pixel));
      if (bar === undefined) continue;
      context.fillStyle = theme.muted;
      context.fillRect(box.x, box.y + box.height + 1 * ratio, Math.max(ratio, box.width * bar(index)), 2 * ratio);
    }
    const { x, y } = cellAt(layout, selected, footer);
    const [width, height] = [layout.cellWidth, layout.cellHeight];
    drawFrame(
      context,
      { x: (x + 1) * ratio, y: (y + 1) * ratio, width: (width - 2) * ratio, height: (height - 2) * ratio },
      '#ffffff',
      1.5 * ratio,
    );
  };
  const onKey = (event: KeyboardEvent): void => {
    const target = moveInGrid(event.key, selected, count, layout.columns);
    if (target !== undefined) onSelect(target);
    else if (event.key === 'Enter' && onOpen !== undefined) onOpen();
    else return;
    event.preventDefault();
  };
  return (
    <div class="atlas-room" ref={element}>
      {available === 0 ? undefined : (
        <div
          class="atlas"
          role="slider"
          tabIndex={0}
          aria-label={name}
          aria-valuemin={0}
          aria-valuemax={Math.max(0, count - 1)}
          aria-valuenow={selected}
          aria-valuetext={valueText}
          onKeyDown={onKey}
          onDblClick={() => onOpen?.()}
          style={{ width: `${layout.width}px` }}
        >
          <Canvas
            width={layout.width}
            height={layout.height}
            label=""
            draw={draw}
            onPointer={(x, y) => {
              const index = cellUnder(layout, count, x, y, footer);
              if (index !== undefined) onSelect(index);
            }}
          />
        </div>
      )}
    </div>
  );
}

/** A dash in each negative square that is large enough for one. */
function drawSigns(
  context: CanvasRenderingContext2D,
  box: Box,
  { width, height }: AtlasProps['size'],
  isNegative: (pixel: number) => boolean,
): void {
  const [across, down] = [box.width / width, box.height / height];
  if (across < 8 || down < 8) return;
  for (let pixel = 0; pixel < width * height; pixel++) {
    if (!isNegative(pixel)) continue;
    const x = box.x + (pixel % width) * across;
    const y = box.y + (Math.floor(pixel / width) + 0.5) * down;
    context.fillStyle = '#000000';
    context.fillRect(x + across * 0.2, y - 2, across * 0.6, 4);
    context.fillStyle = '#ffffff';
    context.fillRect(x + across * 0.2 + 1, y - 1, across * 0.6 - 2, 2);
  }
}
