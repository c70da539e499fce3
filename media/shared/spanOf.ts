/** The smallest and largest value. */
export function spanOf(values: Float32Array): { readonly low: number; readonly high: number } {
  return {
    low: values.reduce((a, b) => Math.min(a, b), Infinity),
    high: values.reduce((a, b) => Math.max(a, b), -Infinity),
  };
}
