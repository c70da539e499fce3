import type { GraphLayout } from '../../server/src/language/graph/layoutGraph';

/** The identifier of the element of a box or frame; ids of the graph may hold anything. */
export function elementId(layout: GraphLayout, id: string): string | undefined {
  const box = layout.boxes.findIndex((placed) => placed.box.id === id);
  if (box >= 0) return `box-${box}`;
  const frame = layout.frames.findIndex((placed) => placed.frame.id === id);
  return frame >= 0 ? `frame-${frame}` : undefined;
}

/** Makes tree items of the drawn boxes and frames, named by their titles. */
export function nameTreeItems(drawing: SVGElement, layout: GraphLayout): void {
  const item = (element: Element, id: string, level: number, expanded: boolean | undefined): void => {
    element.id = elementId(layout, id) ?? '';
    element.setAttribute('role', 'treeitem');
    element.setAttribute('aria-level', String(level));
    element.setAttribute('aria-selected', 'false');
    if (expanded !== undefined) element.setAttribute('aria-expanded', String(expanded));
    // The title says it all, in words, and is the name; the texts of the picture would be read a second time.
    for (const part of element.children) if (part.tagName !== 'title') part.setAttribute('aria-hidden', 'true');
  };
  const boxes = [...drawing.querySelectorAll(':scope > .node')];
  const frames = [...drawing.querySelectorAll(':scope > .frame')];
  layout.boxes.forEach((placed, index) => {
    const element = boxes[index];
    const expanded = placed.box.kind === 'folded' ? false : undefined;
    if (element !== undefined) item(element, placed.box.id, placed.depth + 1, expanded);
  });
  layout.frames.forEach(({ frame, depth }, index) => {
    const element = frames[index];
    if (element !== undefined) item(element, frame.id, depth + 1, true);
  });
  for (const rest of drawing.querySelectorAll(':scope > .edge, :scope > .shape'))
    rest.setAttribute('aria-hidden', 'true');
}
