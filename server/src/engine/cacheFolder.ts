import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where data sets, engines and tools stand, outside any work tree: `$SHAPEWRIGHT_CACHE`, else `shapewright` in
 * `$XDG_CACHE_HOME`, else `~/.cache/shapewright`; `names` are appended. The folder may not exist yet.
 */
export function cacheFolder(...names: readonly string[]): string {
  return join(root(), ...names);
}

function root(): string {
  const { SHAPEWRIGHT_CACHE: own, XDG_CACHE_HOME: shared } = process.env;
  if (own) return own;
  return shared ? join(shared, 'shapewright') : join(homedir(), '.cache', 'shapewright');
}
