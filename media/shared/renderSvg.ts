import type { SvgElement } from '../../server/src/language/graph/svgElement';

const namespace = 'http://www.w3.org/2000/svg';

/** A drawing as elements of the page. Names in it become text nodes and attribute values, never markup. */
export function renderSvg({ tag, attributes, children }: SvgElement): SVGElement {
  const element = document.createElementNS(namespace, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  for (const child of children) element.append(typeof child === 'string' ? child : renderSvg(child));
  return element;
}
