/** Colours of numbers: viridis for activations, a diverging map around the panel's background for weights. */

export type Colour = readonly [red: number, green: number, blue: number];

/** 256 colours, three bytes each. */
export type ColourTable = Uint8Array;

/** Sixteen even steps of matplotlib's viridis (Smith and van der Walt, CC0). */
const viridisSteps = [
  0x440154, 0x481a6c, 0x472f7d, 0x414487, 0x39568c, 0x31688e, 0x2a788e, 0x23888e, 0x1f988b, 0x22a884, 0x35b779,
  0x54c568, 0x7ad151, 0xa5db36, 0xd2e21b, 0xfde725,
].map((step): Colour => [step >> 16, (step >> 8) & 255, step & 255]);

export const viridis: ColourTable = tableOf(viridisSteps);

export const grey: ColourTable = tableOf([
  [0, 0, 0],
  [255, 255, 255],
]);

/** From `negative` over `middle` to `positive`; the two places in the middle are exactly `middle`, so that 0 is. */
export function diverging(negative: Colour, middle: Colour, positive: Colour): ColourTable {
  const table = tableOf([negative, middle, positive]);
  table.set([...middle, ...middle], 127 * 3);
  return table;
}

/** The place of a number in a table whose ends are `low` and `high`. */
export function placeOf(value: number, low: number, high: number): number {
  if (!(high > low)) return high < low ? 127 : 0;
  return Math.max(0, Math.min(255, Math.round(((value - low) / (high - low)) * 255)));
}

/** A colour of the table as CSS writes it. */
export function cssColour(table: ColourTable, place: number): string {
  return `rgb(${table[place * 3] ?? 0}, ${table[place * 3 + 1] ?? 0}, ${table[place * 3 + 2] ?? 0})`;
}

/** Black or white, whichever is read better on a colour (WCAG's relative luminance). */
export function inkOn(table: ColourTable, place: number): string {
  const [red = 0, green = 0, blue = 0] = [0, 1, 2].map((channel) => {
    const share = (table[place * 3 + channel] ?? 0) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000000' : '#ffffff';
}

/** A computed colour, `#rrggbb`, `rgb(…)` or `rgba(…)`, without its opacity. */
export function parseColour(text: string): Colour {
  const hex = /^#([0-9a-f]{6})/i.exec(text)?.[1];
  if (hex !== undefined) return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Colour;
  const [red = 128, green = 128, blue = 128] = (text.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

function tableOf(steps: readonly Colour[]): ColourTable {
  const table = new Uint8Array(256 * 3);
  for (let place = 0; place < 256; place++) {
    const position = (place / 255) * (steps.length - 1);
    const from = steps[Math.floor(position)] ?? [0, 0, 0];
    const to = steps[Math.ceil(position)] ?? from;
    const share = position - Math.floor(position);
    for (let channel = 0; channel < 3; channel++) {
      table[place * 3 + channel] = Math.round((from[channel] ?? 0) * (1 - share) + (to[channel] ?? 0) * share);
    }
  }
  return table;
}
