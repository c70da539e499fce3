import { usePalette } from './palette';
import { Canvas } from '../shared/Canvas';
import { drawFrame, drawLine, drawPicture, type Box, type Picture } from '../shared/picture';

/** Something drawn over a map, in the map's own coordinates. */
export interface Overlay {
  readonly box: Box;
  readonly kind: 'unit' | 'window' | 'field';
}

export interface MapViewProps {
  readonly name: string;
  readonly picture: Picture;
  /** The longest side that the view may take, in CSS pixels. */
  readonly room: number;
  readonly overlays: readonly Overlay[];
  /** Windows side by side that are marked faintly: the grid of a pooling. */
  readonly grid?: { readonly start: readonly number[]; readonly step: readonly number[] };
  /** The unit that arrow keys move; without it the view is a picture alone. */
  readonly unit?: readonly number[];
  readonly onUnit?: (unit: readonly number[]) => void;
  /** What the unit holds, in words. */
  readonly valueText?: string;
  /** How many units there are by axis, and where in the picture the unit under a point is. */
  readonly units?: readonly number[];
  readonly unitUnder?: (row: number, column: number) => readonly number[];
}

/** One map, enlarged in squares, with windows and fields over it; arrow keys and the pointer move its unit. */
export function MapView(props: MapViewProps) {
  const { name, picture, room, overlays, grid, unit, onUnit, valueText, units = [], unitUnder } = props;
  const { theme } = usePalette();
  const orange = theme.series[1] ?? '#ffffff';
  const flat = picture.height === 1;
  const scale = scaleOf(picture, room);
  const [width, height] = [
    Math.max(1, Math.round(picture.width * scale)),
    flat ? 24 : Math.max(1, Math.round(picture.height * scale)),
  ];
  const draw = (context: CanvasRenderingContext2D, ratio: number): void => {
    drawPicture(context, picture, { x: 0, y: 0, width: width * ratio, height: height * ratio });
    const [across, down] = [(width / picture.width) * ratio, (height / picture.height) * ratio];
    if (grid !== undefined) drawGrid(context, grid, { across, down, width: width * ratio, height: height * ratio });
    for (const { box, kind } of overlays) {
      const scaled = { x: box.x * across, y: box.y * down, width: box.width * across, height: box.height * down };
      if (kind === 'field') drawLine(context, scaled, orange, ratio);
      else drawFrame(context, scaled, kind === 'unit' ? orange : '#ffffff', 1.5 * ratio);
    }
  };
  const pick = (x: number, y: number): void => {
    const row = Math.floor((y / height) * picture.height);
    const column = Math.floor((x / width) * picture.width);
    onUnit?.(unitUnder?.(row, column) ?? (flat ? [column] : [row, column]));
  };
  const canvas = (label: string) => (
    <Canvas
      width={width}
      height={height}
      label={label}
      draw={draw}
      {...(onUnit === undefined ? {} : { onPointer: pick, class: 'pick' })}
    />
  );
  if (unit === undefined || onUnit === undefined) return canvas(name);
  const columns = units.at(-1) ?? 1;
  return (
    <div
      class="map-view"
      role="slider"
      tabIndex={0}
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, units.reduce((all, size) => all * size, 1) - 1)}
      aria-valuenow={unit.reduce((index, place, axis) => index * (units[axis] ?? 1) + place, 0)}
      aria-valuetext={valueText ?? unit.join(', ')}
      onKeyDown={(event) => {
        const moved = moveUnit(event, unit, units, columns);
        if (moved === undefined) return;
        event.preventDefault();
        onUnit(moved);
      }}
    >
      {canvas('')}
    </div>
  );
}

function scaleOf({ width, height }: Picture, room: number): number {
  const scale = room / Math.max(width, height === 1 ? 1 : height, 1);
  return scale > 1 ? Math.floor(scale) : scale;
}

/** Arrow keys move by one, with Shift by eight; up and down move along the second last axis. */
function moveUnit(
  event: KeyboardEvent,
  unit: readonly number[],
  units: readonly number[],
  columns: number,
): readonly number[] | undefined {
  const by = event.shiftKey ? 8 : 1;
  const last = unit.length - 1;
  const along = (axis: number, change: number): readonly number[] =>
    unit.map((place, each) => (each === axis ? Math.max(0, Math.min((units[each] ?? 1) - 1, place + change)) : place));
  switch (event.key) {
    case 'ArrowLeft':
      return along(last, -by);
    case 'ArrowRight':
      return along(last, by);
    case 'ArrowUp':
      return along(last - 1, -by);
    case 'ArrowDown':
      return along(last - 1, by);
    case 'Home':
      return along(last, -columns);
    case 'End':
      return along(last, columns);
    default:
      return undefined;
  }
}

function drawGrid(
  context: CanvasRenderingContext2D,
  { start, step }: NonNullable<MapViewProps['grid']>,
  {
    across,
    down,
    width,
    height,
  }: { readonly across: number; readonly down: number; readonly width: number; readonly height: number },
): void {
  const [rows = 1, columns = 1] = step.length > 1 ? step : [Infinity, step[0]];
  const [top = 0, left = 0] = start.length > 1 ? start : [0, start[0]];
  if (columns * across < 4) return;
  context.strokeStyle = 'rgba(255, 255, 255, 0.35)';
  context.lineWidth = 1;
  context.beginPath();
  for (let x = left * across; x <= width; x += columns * across) {
    context.moveTo(Math.round(x) + 0.5, 0);
    context.lineTo(Math.round(x) + 0.5, height);
  }
  for (let y = top * down; Number.isFinite(rows) && y <= height; y += rows * down) {
    context.moveTo(0, Math.round(y) + 0.5);
    context.lineTo(width, Math.round(y) + 0.5);
  }
  context.stroke();
}
