/**
 * Draws first … first+count of StatelessRandomUniformV2 (alg=1): Philox4x32-10 with the key (k0, k1) and the counter
 * [block, salt], the low 23 bits of each word as a fraction. The same bits as `compiler/philox.ts`.
 */
export function uniform(k0: u32, k1: u32, salt: u32, first: u32, count: u32, to: usize): void {
  const end = first + count;
  for (let block = first >> 2; block << 2 < end; block++) {
    let c0 = block, c1: u32 = 0, c2 = salt, c3: u32 = 0;
    let a = k0, b = k1;
    for (let round = 0; round < 10; round++) {
      const left = <u64>c0 * 0xd2511f53;
      const right = <u64>c2 * 0xcd9e8d57;
      c0 = <u32>(right >> 32) ^ c1 ^ a;
      c1 = <u32>right;
      c2 = <u32>(left >> 32) ^ c3 ^ b;
      c3 = <u32>left;
      a += 0x9e3779b9;
      b += 0xbb67ae85;
    }
    put(to, first, end, block << 2, c0);
    put(to, first, end, (block << 2) + 1, c1);
    put(to, first, end, (block << 2) + 2, c2);
    put(to, first, end, (block << 2) + 3, c3);
  }
}

// @ts-ignore: decorator
@inline
function put(to: usize, first: u32, end: u32, index: u32, word: u32): void {
  if (index < first || index >= end) return;
  store<f32>(to + (<usize>(index - first) << 2), <f32>(word & 0x7fffff) / <f32>0x800000);
}
