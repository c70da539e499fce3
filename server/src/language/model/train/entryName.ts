import type { MapEntry } from '../../syntax/tree';

/** The key of an entry, quoted or not. */
export function entryName(entry: MapEntry): string {
  return entry.key.kind === 'Name' ? entry.key.text : String(entry.key.value);
}
