/** Numbers as the panels print them: short, of steady width, with the same digits for the same value. */

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A whole number with thousands separated: `93,322`. */
export function formatCount(value: number): string {
  return Number.isFinite(value) ? grouped.format(Math.round(value)) : formatSpecial(value);
}

/**
 * A value of a curve, to about four figures: `0.9884`, `0.0312`, `12.35`, `1,235`, `1.2e-5`. Values between
 * 0.001 and 1 keep four decimals so that a column of them is steady.
 */
export function formatValue(value: number): string {
  if (!Number.isFinite(value)) return formatSpecial(value);
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 0.001) return trimExponent(value.toExponential(2));
  if (size < 10) return withMinus(value.toFixed(4));
  if (size < 1000) return withMinus(value.toFixed(2));
  if (size < 1e6) return withMinus(grouped.format(value));
  return trimExponent(value.toExponential(2));
}

/** The short form for ticks of an axis: no more digits than the distance of two ticks needs. */
export function formatTick(value: number, distance: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6) return trimExponent(value.toExponential(1)).replace(/\.0(?=e)/, '');
  if (size < 1e-4) return trimExponent(value.toExponential(1)).replace(/\.0(?=e)/, '');
  const decimals = distance > 0 ? Math.min(6, Math.max(0, Math.ceil(-Math.log10(distance) - 1e-9))) : 2;
  return size >= 1000 ? withMinus(grouped.format(value)) : withMinus(value.toFixed(decimals));
}

/** A tick of a logarithmic axis: `0.05`, `20`, `0.985`, `1e−5`. */
export function formatLogTick(value: number): string {
  return value < 1e-4 || value >= 1e6 ? trimExponent(value.toExponential(0)) : String(Number(value.toPrecision(4)));
}

/** A step on an axis: `400`, `12k`, `1.5M`. */
export function formatStep(value: number): string {
  if (value >= 1e6) return `${trimZeros((value / 1e6).toFixed(2))}M`;
  if (value >= 10_000) return `${trimZeros((value / 1e3).toFixed(1))}k`;
  return formatCount(value);
}

function formatSpecial(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '∞' : '−∞';
}

function trimZeros(text: string): string {
  return text.replace(/\.?0+$/, '');
}

function trimExponent(text: string): string {
  return withMinus(text.replace('e+', 'e').replace('e-', 'e−'));
}

function withMinus(text: string): string {
  return text.replace(/^-/, '−');
}
