import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The token that Ray's own commands send to a cluster that wants one (docs.ray.io, "Ray token authentication"): that of
 * RAY_AUTH_TOKEN, of the file RAY_AUTH_TOKEN_PATH, or of ~/.ray/auth_token. Undefined where there is none.
 */
export function rayToken(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const { RAY_AUTH_TOKEN: own = '', RAY_AUTH_TOKEN_PATH: named = '' } = environment;
  if (own.trim() !== '') return own.trim();
  try {
    const token = readFileSync(named === '' ? join(homedir(), '.ray', 'auth_token') : named, 'utf8').trim();
    return token === '' ? undefined : token;
  } catch {
    return undefined;
  }
}
