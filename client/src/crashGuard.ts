/**
 * Finds the document that kills the language server. Knows which documents have work under way; a document
 * that had at two crashes is abandoned: nothing about it is sent any more. After a crash its suspects are
 * to be opened one by one, so that an innocent neighbour is not blamed twice.
 */
export class CrashGuard {
  readonly #underWay = new Set<string>();
  readonly #crashes = new Map<string, number>();
  #unexplained: readonly number[] = [];

  /** Work about this document goes to the server. */
  sent(uri: string): void {
    this.#underWay.add(uri);
  }

  /** The server has answered about this document, so that it has lived through all that was sent before. */
  answered(uri: string): void {
    this.#underWay.delete(uri);
  }

  isSuspect(uri: string): boolean {
    return this.#crashes.has(uri);
  }

  isAbandoned(uri: string): boolean {
    return (this.#crashes.get(uri) ?? 0) >= maximalCrashes;
  }

  /**
   * The server has died.
   *
   * @param now milliseconds
   * @returns the documents abandoned from now on, and whether a restart is worth it: not where the server
   *   keeps dying with no document to blame
   */
  crashed(now: number): { readonly abandoned: readonly string[]; readonly restart: boolean } {
    const suspects = [...this.#underWay];
    this.#underWay.clear();
    for (const uri of suspects) this.#crashes.set(uri, (this.#crashes.get(uri) ?? 0) + 1);
    if (suspects.length === 0) this.#unexplained = [...this.#unexplained.filter((time) => now - time < window), now];
    return {
      abandoned: suspects.filter((uri) => this.isAbandoned(uri)),
      restart: this.#unexplained.length < maximalUnexplained,
    };
  }

  /** A restart by hand gives every document another chance. */
  clear(): void {
    this.#underWay.clear();
    this.#crashes.clear();
    this.#unexplained = [];
  }
}

const maximalCrashes = 2;
const maximalUnexplained = 5;
/** Milliseconds in which unexplained crashes count together. */
const window = 3 * 60_000;
