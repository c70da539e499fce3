/**
 * One curve with one value a step in bounded memory. Until `capacity` every value is kept; then neighbours are
 * joined in pairs, each bucket keeping its mean, minimum and maximum, so that no peak is lost.
 */
export interface Bucket {
  /** The last step that the bucket holds. */
  readonly step: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}

export class StepSeries {
  #steps: Float64Array;
  #means: Float64Array;
  #mins: Float64Array;
  #maxs: Float64Array;
  #counts: Uint32Array;
  #length = 0;
  #stride = 1;

  constructor(readonly capacity = 32_768) {
    const start = Math.min(capacity, 256);
    this.#steps = new Float64Array(start);
    this.#means = new Float64Array(start);
    this.#mins = new Float64Array(start);
    this.#maxs = new Float64Array(start);
    this.#counts = new Uint32Array(start);
  }

  /** The number of buckets. */
  get length(): number {
    return this.#length;
  }

  /** How many values a full bucket holds. */
  get stride(): number {
    return this.#stride;
  }

  get steps(): Float64Array {
    return this.#steps.subarray(0, this.#length);
  }

  get means(): Float64Array {
    return this.#means.subarray(0, this.#length);
  }

  get mins(): Float64Array {
    return this.#mins.subarray(0, this.#length);
  }

  get maxs(): Float64Array {
    return this.#maxs.subarray(0, this.#length);
  }

  /** Adds the value of a step that is later than all before; an earlier one is ignored. */
  append(step: number, value: number): void {
    const last = this.#length - 1;
    if (last >= 0 && step <= (this.#steps[last] ?? 0)) return;
    if (last >= 0 && (this.#counts[last] ?? 0) < this.#stride) {
      this.#join(last, step, value, value, value, 1);
      return;
    }
    if (this.#length === this.capacity) this.#halve();
    if (this.#length === this.#steps.length) this.#grow();
    this.#put(this.#length, step, value, value, value, 1);
    this.#length += 1;
  }

  /** Forgets `step` and everything after it: a resumed run goes over these again. */
  truncate(step: number): void {
    this.#length = this.firstAtOrAfter(step);
  }

  /** The index of the first bucket that ends at `step` or after it; `length` when there is none. */
  firstAtOrAfter(step: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#steps[middle] ?? 0) < step) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  at(index: number): Bucket | undefined {
    if (index < 0 || index >= this.#length) return undefined;
    return {
      step: this.#steps[index] ?? 0,
      mean: this.#means[index] ?? 0,
      min: this.#mins[index] ?? 0,
      max: this.#maxs[index] ?? 0,
    };
  }

  #put(index: number, step: number, mean: number, min: number, max: number, count: number): void {
    this.#steps[index] = step;
    this.#means[index] = mean;
    this.#mins[index] = min;
    this.#maxs[index] = max;
    this.#counts[index] = count;
  }

  /** Adds to a bucket. A value that is not finite makes the bucket's mean so too: trouble stays visible. */
  #join(index: number, step: number, mean: number, min: number, max: number, count: number): void {
    const before = this.#counts[index] ?? 0;
    const total = before + count;
    this.#put(
      index,
      step,
      ((this.#means[index] ?? 0) * before + mean * count) / total,
      smaller(this.#mins[index] ?? 0, min),
      larger(this.#maxs[index] ?? 0, max),
      total,
    );
  }

  #halve(): void {
    const length = this.#length;
    this.#stride *= 2;
    this.#length = 0;
    for (let index = 0; index < length; index++) {
      const step = this.#steps[index] ?? 0;
      const mean = this.#means[index] ?? 0;
      const min = this.#mins[index] ?? 0;
      const max = this.#maxs[index] ?? 0;
      const count = this.#counts[index] ?? 0;
      const last = this.#length - 1;
      if (last >= 0 && (this.#counts[last] ?? 0) + count <= this.#stride) {
        this.#join(last, step, mean, min, max, count);
        continue;
      }
      this.#put(this.#length, step, mean, min, max, count);
      this.#length += 1;
    }
  }

  #grow(): void {
    const size = Math.min(this.capacity, this.#steps.length * 2);
    const longer = (from: Float64Array): Float64Array => {
      const to = new Float64Array(size);
      to.set(from);
      return to;
    };
    this.#steps = longer(this.#steps);
    this.#means = longer(this.#means);
    this.#mins = longer(this.#mins);
    this.#maxs = longer(this.#maxs);
    const counts = new Uint32Array(size);
    counts.set(this.#counts);
    this.#counts = counts;
  }
}

/** Like Math.min, but a value that is not a number gives way to one that is. */
function smaller(left: number, right: number): number {
  return Number.isNaN(left) || right < left ? right : left;
}

function larger(left: number, right: number): number {
  return Number.isNaN(left) || right > left ? right : left;
}
