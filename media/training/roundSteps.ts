/** Round values from `low` to `high`, about four to eight of them: once, twice or five times a power of ten apart. */
export function roundSteps(low: number, high: number): number[] {
  const rough = (high - low) / 8 || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const distance = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const found: number[] = [];
  for (let count = Math.ceil(low / distance); count * distance <= high; count += 1)
    found.push(Number((count * distance).toPrecision(12)));
  return found;
}
