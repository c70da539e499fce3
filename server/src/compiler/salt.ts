/** A 32-bit salt for the draws of a named thing (FNV-1a), the same on every machine. */
export function saltOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  // Attributes of a saved graph are signed: the top bit stays clear.
  return (hash >>> 0) & 0x7fffffff;
}
