/**
 * Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011), bit for bit the
 * generator behind TensorFlow's stateless random operations with alg=1.
 */
export type Philox4 = readonly [number, number, number, number];

/** One block of four 32-bit words for a 64-bit key and a 128-bit counter, low words first. */
export function philox4x32(key: readonly [number, number], counter: Philox4): Philox4 {
  let [k0, k1] = key;
  let [c0, c1, c2, c3] = counter;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(c0, 0xd2511f53);
    const low0 = Math.imul(c0, 0xd2511f53) >>> 0;
    const high1 = multiplyHigh(c2, 0xcd9e8d57);
    const low1 = Math.imul(c2, 0xcd9e8d57) >>> 0;
    [c0, c1, c2, c3] = [(high1 ^ c1 ^ k0) >>> 0, low1, (high0 ^ c3 ^ k1) >>> 0, low0];
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  return [c0 >>> 0, c1 >>> 0, c2 >>> 0, c3 >>> 0];
}

/**
 * `count` draws in [0, 1), as StatelessRandomUniformV2 with alg=1 gives for the key `seed` (two int32 words, low
 * first) and the counter [0, salt]: block i is drawn at counter + i.
 */
export function uniformDraws(seed: readonly [number, number], salt: number, count: number): Float32Array {
  const key = [seed[0] >>> 0, seed[1] >>> 0] as const;
  const result = new Float32Array(count);
  for (let block = 0; block * 4 < count; block++) {
    const words = philox4x32(key, [block >>> 0, Math.floor(block / 0x100000000), salt >>> 0, 0]);
    for (let word = 0; word < 4 && block * 4 + word < count; word++)
      result[block * 4 + word] = wordToUniform(words[word] ?? 0);
  }
  return result;
}

/** The low 23 bits as the fraction of a float in [1, 2), minus 1: TensorFlow's Uint32ToFloat. */
export function wordToUniform(word: number): number {
  return (word & 0x7fffff) / 0x800000;
}

/** The high 32 bits of the product of two unsigned 32-bit numbers. */
function multiplyHigh(a: number, b: number): number {
  const [aHigh, aLow] = [a >>> 16, a & 0xffff];
  const [bHigh, bLow] = [b >>> 16, b & 0xffff];
  const low = aLow * bLow;
  const middle = aHigh * bLow + (low >>> 16);
  const carry = aLow * bHigh + (middle % 0x10000);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000)) >>> 0;
}
