import { createHash } from 'node:crypto';

/** SHA-256 over several SHA-256 sums, in order: the identity of a set of several files. */
export function combineHashes(hashes: readonly string[]): string {
  return createHash('sha256').update(hashes.join('\n')).digest('hex');
}
