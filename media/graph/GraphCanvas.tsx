import * as l10n from '@vscode/l10n';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { drawGraph, type GraphPalette } from '../../server/src/language/graph/drawGraph';
import type { GraphLayout } from '../../server/src/language/graph/layoutGraph';
import { renderSvg } from '../shared/renderSvg';
import { elementId, nameTreeItems } from './accessibleTree';
import { graphKey, type GraphAction } from './graphKey';
import { fittingView, moved, rectangleOf, showing, wholeView, zoomed, type Size, type View } from './view';
import { walk } from './walk';

/** Colours by the theme's variables, so that a change of theme needs no new drawing. */
const palette: GraphPalette = {
  foreground: 'var(--vscode-foreground)',
  muted: 'var(--muted)',
  background: 'var(--vscode-editor-background)',
  box: 'var(--box)',
  border: 'var(--box-border)',
  frame: 'var(--frame-border)',
  edge: 'var(--edge)',
  accent: 'var(--vscode-charts-blue)',
  error: 'var(--vscode-errorForeground)',
};

export interface GraphCanvasProps {
  readonly layout: GraphLayout;
  readonly title: string;
  readonly selected: string | undefined;
  /** Undefined: fitting the width. */
  readonly view: View | undefined;
  /** What is so now, where several keys or movements come between two drawings. */
  readonly current: () => {
    readonly layout: GraphLayout;
    readonly selected: string | undefined;
    readonly view: View | undefined;
  };
  readonly onView: (view: View | undefined) => void;
  readonly onSelect: (id: string | undefined) => void;
  readonly onReveal: (id: string) => void;
  readonly onToggle: (id: string) => void;
}

/** The picture, and everything that mouse and keys do in it. */
export function GraphCanvas(props: GraphCanvasProps) {
  const { layout, title, selected } = props;
  const host = useRef<SVGSVGElement>(null);
  const group = useRef<SVGGElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const drawn = useRef<GraphLayout | undefined>(undefined);
  const panel = (): Size => ({ width: host.current?.clientWidth ?? 0, height: host.current?.clientHeight ?? 0 });
  const viewNow = (): View => {
    const { view, layout: shown } = latest.current.current();
    return view ?? fittingView(shown, panel(), natural());
  };

  useLayoutEffect(() => {
    if (group.current === null) return;
    const drawing = renderSvg(drawGraph(layout, palette));
    nameTreeItems(drawing, layout);
    drawing.setAttribute('role', 'presentation');
    keepInPlace(drawn.current, layout, latest.current);
    drawn.current = layout;
    group.current.replaceChildren(drawing);
  }, [layout]);
  useLayoutEffect(() => mark(group.current, selected), [layout, selected]);
  useLayoutEffect(() => {
    const { x, y, scale } = viewNow();
    group.current?.setAttribute('transform', `translate(${x} ${y}) scale(${scale})`);
  });
  useEffect(() => {
    const rectangle = selected === undefined ? undefined : rectangleOf(latest.current.layout, selected);
    if (rectangle === undefined) return;
    const before = viewNow();
    const after = showing(before, rectangle, panel());
    if (after.x !== before.x || after.y !== before.y) latest.current.onView(after);
  }, [selected]);
  useEffect(() => {
    if (host.current === null) return undefined;
    const element = host.current;
    const resizing = new ResizeObserver(() => {
      const { x, y, scale } = viewNow();
      group.current?.setAttribute('transform', `translate(${x} ${y}) scale(${scale})`);
    });
    resizing.observe(element);
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { onView, layout: shown } = latest.current;
      const at = { x: event.offsetX, y: event.offsetY };
      const before = viewNow();
      if (event.ctrlKey || event.metaKey) onView(zoomed(before, 1.002 ** -event.deltaY, pointIn(element, event, at)));
      else if (event.shiftKey) onView(moved(before, { x: -event.deltaY, y: 0 }, shown, panel()));
      else onView(moved(before, { x: -event.deltaX, y: -event.deltaY }, shown, panel()));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      resizing.disconnect();
      element.removeEventListener('wheel', onWheel);
    };
  }, []);

  const act = (action: GraphAction): void => {
    const size = panel();
    const now = props.current();
    switch (action.do) {
      case 'walk':
        props.onSelect(walk(now.layout, now.selected, action.direction));
        return;
      case 'pan':
        props.onView(moved(viewNow(), action, now.layout, size));
        return;
      case 'zoom':
        props.onView(zoomed(viewNow(), action.factor, { x: size.width / 2, y: size.height / 2 }));
        return;
      case 'fit':
        props.onView(undefined);
        return;
      case 'whole':
        props.onView(wholeView(now.layout, size, natural()));
        return;
      case 'reveal':
        if (now.selected !== undefined) props.onReveal(now.selected);
        return;
      case 'toggle':
        if (now.selected !== undefined) props.onToggle(now.selected);
        return;
      case 'clear':
        props.onSelect(undefined);
        return;
    }
  };
  const active = selected === undefined ? undefined : elementId(layout, selected);
  return (
    <svg
      class="canvas"
      ref={host}
      tabindex={0}
      role="tree"
      aria-label={l10n.t(
        'Layers of {0}. Arrow keys walk, Enter goes to the source, Space folds, plus and minus zoom',
        title,
      )}
      {...(active === undefined ? {} : { 'aria-activedescendant': active })}
      onKeyDown={(event) => {
        const action = graphKey(event);
        if (action === undefined) return;
        event.preventDefault();
        act(action);
      }}
      onPointerDown={(event) => drag(event, latest, viewNow, panel)}
      onClick={(event) => {
        const id = idAt(event.target);
        if (id === undefined || wasDragged.has(event.currentTarget)) return;
        props.onSelect(id);
        if (isToggle(event.target)) props.onToggle(id);
        else props.onReveal(id);
      }}
      onDblClick={(event) => {
        const id = idAt(event.target);
        if (id === undefined) props.onView(undefined);
        else if (!isToggle(event.target)) props.onToggle(id);
      }}
    >
      <g ref={group} />
    </svg>
  );
}

/** Text in the picture is as large as the editor's. */
function natural(): number {
  return (Number.parseFloat(getComputedStyle(document.body).fontSize) || 13) / 13;
}

/** The panels on which the press that is ending has moved the picture: its click selects nothing. */
const wasDragged = new WeakSet<EventTarget>();

/** Moves the picture with the pointer until it is let go. */
function drag(
  event: PointerEvent & { readonly currentTarget: SVGSVGElement },
  latest: { readonly current: GraphCanvasProps },
  viewNow: () => View,
  panel: () => Size,
): void {
  if (event.button !== 0 && event.button !== 1) return;
  const element = event.currentTarget;
  const from = viewNow();
  const { clientX, clientY, pointerId } = event;
  wasDragged.delete(element);
  const move = (now: PointerEvent): void => {
    const by = { x: now.clientX - clientX, y: now.clientY - clientY };
    if (!wasDragged.has(element) && Math.hypot(by.x, by.y) < 4) return;
    if (!wasDragged.has(element)) element.setPointerCapture(pointerId);
    wasDragged.add(element);
    latest.current.onView(moved(from, by, latest.current.layout, panel()));
  };
  const end = (): void => {
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', end);
    element.removeEventListener('pointercancel', end);
  };
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', end);
  element.addEventListener('pointercancel', end);
}

function pointIn(element: Element, event: MouseEvent, otherwise: { readonly x: number; readonly y: number }) {
  const box = element.getBoundingClientRect();
  return box.width === 0 ? otherwise : { x: event.clientX - box.left, y: event.clientY - box.top };
}

function idAt(target: EventTarget | null): string | undefined {
  return (target instanceof Element ? target.closest('[data-id]')?.getAttribute('data-id') : undefined) ?? undefined;
}

function isToggle(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('.toggle') !== null;
}

/** After folding, what was folded stays under the pointer; it is the selected one. */
function keepInPlace(
  before: GraphLayout | undefined,
  after: GraphLayout,
  { selected, view, onView }: GraphCanvasProps,
): void {
  if (before === undefined || selected === undefined || view === undefined) return;
  const old = rectangleOf(before, selected);
  const now = rectangleOf(after, selected);
  if (old === undefined || now === undefined) return;
  const x = view.x + (old.x + old.width / 2 - now.x - now.width / 2) * view.scale;
  const y = view.y + (old.y - now.y) * view.scale;
  if (x !== view.x || y !== view.y) onView({ ...view, x, y });
}

/** Marks the selected box or frame, and the edges at it. */
function mark(group: SVGGElement | null, selected: string | undefined): void {
  for (const element of group?.querySelectorAll('[data-id]') ?? []) {
    const isSelected = element.getAttribute('data-id') === selected;
    element.classList.toggle('selected', isSelected);
    element.setAttribute('aria-selected', String(isSelected));
  }
  for (const edge of group?.querySelectorAll('.edge') ?? []) {
    const ends = [edge.getAttribute('data-from'), ...(edge.getAttribute('data-to')?.split('\n') ?? [])];
    edge.classList.toggle('related', selected !== undefined && ends.includes(selected));
  }
}
