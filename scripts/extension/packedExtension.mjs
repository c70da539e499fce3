import { packageExtension } from './packageExtension.mjs';

/**
 * The universal VSIX of what is built: the one that `npm test` has packed for all suites, else packed now.
 *
 * @returns {Promise<string>} its path
 */
export async function packedExtension() {
  return process.env.SHAPEWRIGHT_VSIX ?? (await packageExtension()).path;
}
