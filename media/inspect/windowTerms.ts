import type { WindowAnswer } from '../../server/src/protocol/inspectMessages';

/** Input times kernel, place by place; empty for pooling. */
export function productsOf({ values, kernel }: WindowAnswer): Float32Array {
  return kernel.map((weight, index) => weight * (values[index] ?? 0));
}

/** The share of each input channel in the sum. */
export function sumsByChannel(found: WindowAnswer): readonly number[] {
  const sums = new Array<number>(found.channels).fill(0);
  productsOf(found).forEach((product, index) => {
    const channel = index % found.channels;
    sums[channel] = (sums[channel] ?? 0) + product;
  });
  return sums;
}

const termLimit = 9;

/** `0.12·0.40 + 0.03·−0.11 + …`: the first terms, those that are 0 left out. */
export function firstTerms({ values, kernel, inside, channels, operation }: WindowAnswer): string {
  const number = (value: number): string => {
    if (Number.isInteger(value)) return String(value).replace('-', '−');
    // One figure at least: a factor that is told as 0.00 would say that its term is nothing.
    return (Math.abs(value) < 0.01 ? String(Number(value.toPrecision(1))) : value.toFixed(2)).replaceAll('-', '−');
  };
  const terms = Array.from(values, (value, index): string | undefined => {
    if (inside[Math.floor(index / channels)] === 0) return undefined;
    if (kernel.length > 0) {
      const weight = kernel[index] ?? 0;
      return weight * value === 0 ? undefined : `${number(value)}·${number(weight)}`;
    }
    return operation === 'l2' ? `${number(value)}²` : number(value);
  }).filter((term) => term !== undefined);
  const separator = kernel.length > 0 || operation === 'l2' ? ' + ' : ', ';
  if (terms.length === 0) return '0';
  return [...terms.slice(0, termLimit), ...(terms.length > termLimit ? ['…'] : [])].join(separator);
}
