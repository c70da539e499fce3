import { philox4x32, wordToUniform, type Philox4 } from './philox';

/** A stream of draws for one weight: Philox blocks in order, keyed by the run's seed and the weight's salt. */
export class PhiloxStream {
  readonly #key: readonly [number, number];
  readonly #salt: number;
  #block = 0;
  #words: Philox4 = [0, 0, 0, 0];
  #used = 4;
  #spare: number | undefined;

  constructor(seed: number, salt: number) {
    this.#key = [seed >>> 0, Math.floor(seed / 0x100000000) >>> 0];
    this.#salt = salt;
  }

  /** In [0, 1). */
  uniform(): number {
    if (this.#used === 4) {
      this.#words = philox4x32(this.#key, [this.#block++ >>> 0, 0, this.#salt >>> 0, 1]);
      this.#used = 0;
    }
    return wordToUniform(this.#words[this.#used++] ?? 0);
  }

  /** Standard normal, by Box and Muller in pairs. */
  normal(): number {
    const spare = this.#spare;
    this.#spare = undefined;
    if (spare !== undefined) return spare;
    // 1 − u is never 0.
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.#spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** Standard normal, drawn again beyond two deviations. */
  truncatedNormal(): number {
    for (;;) {
      const value = this.normal();
      if (Math.abs(value) <= 2) return value;
    }
  }
}
