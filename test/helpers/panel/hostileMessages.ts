import { mulberry32 } from './runFixture';

/** What a hostile host, or a page in its place, would put where something else belongs. */
const values: readonly (() => unknown)[] = [
  () => null,
  () => undefined,
  () => true,
  () => -1,
  () => 0.5,
  () => Number.NaN,
  () => Number.POSITIVE_INFINITY,
  () => 1e300,
  () => Number.MAX_SAFE_INTEGER,
  () => '',
  () => '<img src=x onerror="window.hacked=1">',
  () => '<script>window.hacked=1</script>',
  () => '"><svg onload="window.hacked=1">',
  () => 'javascript:window.hacked=1',
  () => "');window.hacked=1;//",
  () => '__proto__',
  () => 'constructor',
  () => 'a'.repeat(5000),
  () => '\u202e\ud800\u0000',
  () => [],
  () => ({}),
  () => ({ toString: 'x', length: -1 }),
  () => JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}') as unknown,
  () => new Uint8Array(7),
  () => [[[[[[[[]]]]]]]],
];

/**
 * Messages made from good ones by putting something else into one to three places, or of nothing but such things.
 * The same seed gives the same messages.
 */
export function* hostileMessages(samples: readonly object[], seed: number): Generator<unknown, never> {
  const random = mulberry32(seed);
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
  const any = (): unknown => pick(values)?.();
  for (;;) {
    if (random() < 0.1) {
      yield random() < 0.5
        ? any()
        : { type: pick(samples.map((sample) => (sample as { type?: unknown }).type)), value: any() };
      continue;
    }
    let message: unknown = pick(samples);
    for (let change = 1 + Math.floor(random() * 3); change > 0; change -= 1) message = damaged(message, random, any);
    yield message;
  }
}

/** A copy with one place, somewhere in it, changed, left out, or doubled. */
function damaged(value: unknown, random: () => number, any: () => unknown): unknown {
  const isLeaf = typeof value !== 'object' || value === null || ArrayBuffer.isView(value);
  if (isLeaf || random() < 0.08) return any();
  if (Array.isArray(value)) {
    if (value.length === 0) return [any()];
    const at = Math.floor(random() * value.length);
    const copy: unknown[] = value.slice(0, 400);
    if (random() < 0.15) copy.splice(at, 1);
    else if (random() < 0.15) copy.splice(at, 0, copy[at]);
    else if (at < copy.length) copy[at] = damaged(copy[at], random, any);
    return copy;
  }
  const keys = Object.keys(value);
  const key = keys[Math.floor(random() * keys.length)];
  if (key === undefined) return { extra: any() };
  const entries = Object.entries(value as Record<string, unknown>);
  const isLeftOut = random() < 0.12;
  const copy: Record<string, unknown> = Object.fromEntries(
    entries.flatMap(([name, part]): readonly (readonly [string, unknown])[] => {
      if (name !== key) return [[name, part]];
      return isLeftOut ? [] : [[name, damaged(part, random, any)]];
    }),
  );
  if (random() < 0.1) copy['extra'] = any();
  return copy;
}
