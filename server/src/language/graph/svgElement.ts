/** A drawing as plain data: panels make elements of it, the command line a text. */
export interface SvgElement {
  readonly tag: string;
  readonly attributes: { readonly [name: string]: string | number };
  readonly children: readonly (SvgElement | string)[];
}

export function svg(
  tag: string,
  attributes: SvgElement['attributes'] = {},
  ...children: readonly (SvgElement | string | undefined)[]
): SvgElement {
  return { tag, attributes, children: children.filter((child) => child !== undefined) };
}

/** A drawing as a file's text; whatever stands in names is text in it and nothing else. */
export function svgText({ tag, attributes, children }: SvgElement): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escape(String(value))}"`);
  const inside = children.map((child) => (typeof child === 'string' ? escape(child) : svgText(child))).join('');
  return inside === '' ? `<${tag}${written.join('')}/>` : `<${tag}${written.join('')}>${inside}</${tag}>`;
}

/** Markup becomes text, and what XML has no way to write is left out. */
function escape(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
