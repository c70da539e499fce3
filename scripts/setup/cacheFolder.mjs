import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where tools stand, outside the work tree; the same rule as server/src/engine/cacheFolder.ts, which scripts
 * that run before the first build cannot import.
 */
export function cacheFolder(...names) {
  const own = process.env.SHAPEWRIGHT_CACHE;
  const shared = process.env.XDG_CACHE_HOME;
  const folder = own || (shared ? join(shared, 'shapewright') : join(homedir(), '.cache', 'shapewright'));
  return join(folder, ...names);
}
