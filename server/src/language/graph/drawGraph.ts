import { formatCost, formatCount } from '../features/quantities';
import { fitText, measureText } from './measureText';
import { metrics, type Point } from './geometry';
import type { GraphLayout, PlacedBox, PlacedEdge, PlacedFrame, PlacedLabel } from './layoutGraph';
import { svg, type SvgElement } from './svgElement';

/** Colours as SVG takes them: of the theme (`var(--…)`) in a panel, plain ones in a file. */
export interface GraphPalette {
  readonly foreground: string;
  readonly muted: string;
  readonly background: string;
  readonly box: string;
  readonly border: string;
  readonly frame: string;
  readonly edge: string;
  readonly accent: string;
  readonly error: string;
}

/** Black on white, for files that know no theme. */
export const printPalette: GraphPalette = {
  foreground: '#1f2328',
  muted: '#57606a',
  background: '#ffffff',
  box: '#f8f9fb',
  border: '#8c959f',
  frame: '#b6bec8',
  edge: '#57606a',
  accent: '#0f6fd6',
  error: '#cf222e',
};

/** How much of the accent colours the box that costs most: its texts stay as legible as the others'. */
const deepest = 0.16;

/** The whole picture as one group, to be put into a viewport or a file. `macs` of the model give the bars their measure. */
export function drawGraph(layout: GraphLayout, palette: GraphPalette): SvgElement {
  const dearest = Math.max(0, ...layout.boxes.map(({ box }) => box.macs ?? 0));
  const total = layout.boxes.reduce((sum, { box }) => sum + (box.macs ?? 0), 0);
  return svg(
    'g',
    { class: 'graph', 'font-size': metrics.font },
    ...layout.frames.map((placed) => drawFrame(placed, palette)),
    ...layout.edges.map((edge) => drawEdge(edge, palette)),
    ...layout.labels.map((label) => drawLabel(label, palette)),
    ...layout.boxes.map((placed) => drawBox(placed, palette, dearest, total)),
  );
}

/** The picture as a file of its own. */
export function graphFile(layout: GraphLayout, title: string, palette: GraphPalette = printPalette): SvgElement {
  return svg(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: Math.ceil(layout.width),
      height: Math.ceil(layout.height),
      viewBox: `0 0 ${Math.ceil(layout.width)} ${Math.ceil(layout.height)}`,
      'font-family': "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif",
    },
    svg('title', {}, title),
    svg('rect', { width: '100%', height: '100%', fill: palette.background }),
    drawGraph(layout, palette),
  );
}

/** What a box says, for a tooltip and a screen reader. */
export function describeBox({ box }: PlacedBox, totalMacs: number): string {
  const share = box.macs === null || totalMacs === 0 ? '' : `, ${percent(box.macs / totalMacs)} of the model`;
  const cost = box.macs === 0 ? '' : `, ${formatCost(box.macs)} multiply-accumulates${share}`;
  const facts = `${box.title}, ${box.detail}, output ${box.shape}, ${formatCount(box.params)} parameters${cost}`;
  return box.problem === undefined ? facts : `${facts}. Error: ${box.problem}`;
}

function drawBox(placed: PlacedBox, palette: GraphPalette, dearest: number, total: number): SvgElement {
  const { box, x, y, width, height } = placed;
  const { padding, font, small } = metrics;
  const wrong = box.problem !== undefined;
  const folded = box.kind === 'folded';
  const border = {
    fill: palette.box,
    stroke: wrong ? palette.error : palette.border,
    'stroke-width': wrong ? 2 : 1,
    rx: 3,
  };
  const chevron = folded ? 14 : 0;
  const params = box.params === 0 ? '' : formatCount(box.params);
  const nameRoom = width - 2 * padding - chevron - measureText(params, font) - 8;
  const detailRoom = width - 2 * padding - measureText(box.shape, font) - 8;
  const share = dearest === 0 ? 0 : (box.macs ?? 0) / dearest;
  return svg(
    'g',
    { class: `node ${box.kind}`, 'data-id': box.id, transform: `translate(${x} ${y})` },
    svg('title', {}, describeBox(placed, total)),
    folded ? svg('rect', { ...border, class: 'under', x: 4, y: 4, width, height }) : undefined,
    svg('rect', { ...border, class: 'box', width, height }),
    share > 0
      ? svg('rect', {
          class: 'tint',
          width,
          height,
          rx: 3,
          fill: palette.accent,
          'fill-opacity': Math.round(share * deepest * 100) / 100,
        })
      : undefined,
    folded ? drawChevron(padding - 3, 12, false, palette.foreground) : undefined,
    svg(
      'text',
      { x: padding + chevron, y: 19, fill: palette.foreground, 'font-weight': 600 },
      fitText(box.title, font * 1.06, nameRoom),
    ),
    svg('text', { x: width - padding, y: 19, fill: palette.muted, 'text-anchor': 'end', class: 'number' }, params),
    svg(
      'text',
      { x: padding, y: 36, fill: wrong ? palette.error : palette.muted, 'font-size': small },
      fitText(wrong ? `✕ ${box.problem}` : box.detail, small, detailRoom),
    ),
    svg(
      'text',
      { x: width - padding, y: 36, fill: palette.foreground, 'text-anchor': 'end', class: 'number' },
      box.shape,
    ),
    share > 0
      ? svg('rect', {
          class: 'cost',
          x: 1,
          y: height - 4,
          width: round(Math.max(1, share * (width - 2))),
          height: 3,
          fill: palette.accent,
        })
      : undefined,
  );
}

function drawFrame({ frame, x, y, width, height }: PlacedFrame, palette: GraphPalette): SvgElement {
  const { header, small, font } = metrics;
  const params = frame.params === 0 ? '' : formatCount(frame.params);
  return svg(
    'g',
    { class: 'frame', 'data-id': frame.id, transform: `translate(${x} ${y})` },
    svg('title', {}, `${frame.title}: ${frame.layers} layers, ${formatCount(frame.params)} parameters`),
    svg('rect', { class: 'border', width, height, rx: 4, fill: 'none', stroke: palette.frame, 'stroke-width': 1 }),
    svg('rect', { class: 'header', width, height: header, fill: 'transparent' }),
    drawChevron(9, 9, true, palette.foreground),
    svg(
      'text',
      { x: 24, y: 18, fill: palette.foreground, 'font-weight': 600 },
      fitText(frame.title, font, width - 100),
    ),
    svg(
      'text',
      { x: width - 12, y: 18, fill: palette.muted, 'text-anchor': 'end', 'font-size': small, class: 'number' },
      params,
    ),
  );
}

function drawChevron(x: number, y: number, open: boolean, stroke: string): SvgElement {
  const d = open ? 'M0 2.5 4 6.5 8 2.5' : 'M2.5 0 6.5 4 2.5 8';
  return svg(
    'g',
    { class: 'toggle', transform: `translate(${x} ${y})` },
    // Larger than what it shows: it is to be hit with a pointer.
    svg('rect', { x: -8, y: -8, width: 24, height: 24, fill: 'transparent' }),
    svg('path', { d, fill: 'none', stroke, 'stroke-width': 1.5 }),
  );
}

function drawEdge({ from, to, points, arrow }: PlacedEdge, { edge }: GraphPalette): SvgElement {
  const end = points.at(-1) ?? { x: 0, y: 0 };
  return svg(
    'g',
    { class: 'edge', 'data-from': from, 'data-to': to.join('\n') },
    svg('path', { d: edgePath(points, arrow), fill: 'none', stroke: edge, 'stroke-width': 1 }),
    arrow ? svg('path', { class: 'head', d: `M${round(end.x)} ${round(end.y)}l-3.5 -6h7z`, fill: edge }) : undefined,
  );
}

/** Leaves and enters upright; a line through points below each other is straight. */
function edgePath(points: readonly Point[], arrow: boolean): string {
  const last = points.length - 1;
  return points
    .map(({ x, y: at }, index) => {
      const before = points[index - 1];
      const y = index === last && arrow ? at - 5 : at;
      if (before === undefined) return `M${round(x)} ${round(y)}`;
      if (Math.abs(before.x - x) < 0.5) return `L${round(x)} ${round(y)}`;
      const middle = round((before.y + y) / 2);
      return `C${round(before.x)} ${middle} ${round(x)} ${middle} ${round(x)} ${round(y)}`;
    })
    .join('');
}

function drawLabel({ x, y, text, anchor }: PlacedLabel, { muted, background }: GraphPalette): SvgElement {
  return svg(
    'text',
    {
      class: 'shape number',
      x: round(x),
      y: round(y),
      fill: muted,
      'font-size': metrics.small,
      'text-anchor': anchor,
      stroke: background,
      'stroke-width': 3,
      'stroke-linejoin': 'round',
      'paint-order': 'stroke',
    },
    text,
  );
}

function percent(share: number): string {
  return share < 0.01 ? '<1 %' : `${Math.round(share * 100)} %`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
