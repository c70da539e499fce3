import type { RunError } from '../../server/src/protocol/runEvents';

export type Entry<Answer> =
  | { readonly state: 'waiting' }
  | { readonly state: 'answered'; readonly answer: Answer }
  | { readonly state: 'failed'; readonly error: RunError };

const budget = 96 * 1024 ** 2;

/** What was asked of the host and what came back: each question once, the answers used last within a budget of memory. */
export class Questions<Question extends object, Answer extends object> {
  readonly #entries = new Map<string, Entry<Answer>>();
  readonly #asked = new Map<number, string>();
  readonly #images = new WeakMap<Uint8Array, number>();
  #imageCount = 0;
  #nextId = 1;
  #bytes = 0;

  constructor(
    private readonly post: (id: number, question: Question) => void,
    private readonly onChange: () => void,
  ) {}

  /** The state of a question; asks it where it is new. */
  ask(question: Question): Entry<Answer> {
    const key = this.keyOf(question);
    const known = this.#entries.get(key);
    if (known !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known;
    }
    const entry: Entry<Answer> = { state: 'waiting' };
    const id = this.#nextId++;
    this.#entries.set(key, entry);
    this.#asked.set(id, key);
    this.post(id, question);
    return entry;
  }

  /** A text that is the same for the same question. Images count by their identity. */
  keyOf(question: Question): string {
    return JSON.stringify(question, (_name, value: unknown) =>
      value instanceof Uint8Array ? this.#imageOf(value) : value,
    );
  }

  receive(id: number, entry: Entry<Answer>): void {
    const key = this.#asked.get(id);
    this.#asked.delete(id);
    if (key === undefined || !this.#entries.has(key)) return;
    this.#entries.set(key, entry);
    this.#bytes += sizeOf(entry);
    this.#thin(key);
    this.onChange();
  }

  /** Asks again what has failed. */
  retry(): void {
    for (const [key, { state }] of this.#entries) if (state === 'failed') this.#entries.delete(key);
    this.onChange();
  }

  /** The text has changed: what was answered is about another model, what is under way will be. */
  clear(): void {
    this.#entries.clear();
    this.#asked.clear();
    this.#bytes = 0;
  }

  #imageOf(pixels: Uint8Array): number {
    const known = this.#images.get(pixels);
    if (known !== undefined) return known;
    this.#imageCount += 1;
    this.#images.set(pixels, this.#imageCount);
    return this.#imageCount;
  }

  #thin(newest: string): void {
    for (const [key, entry] of this.#entries) {
      if (this.#bytes <= budget) return;
      if (key === newest || entry.state !== 'answered') continue;
      this.#bytes -= sizeOf(entry);
      this.#entries.delete(key);
    }
  }
}

function sizeOf(entry: Entry<object>): number {
  if (entry.state !== 'answered') return 0;
  return Object.values<unknown>({ ...entry.answer }).reduce<number>(
    (sum, value) => sum + (ArrayBuffer.isView(value) ? value.byteLength : 0),
    0,
  );
}
