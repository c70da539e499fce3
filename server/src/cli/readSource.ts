import { readFile } from 'node:fs/promises';
import { codeOf, textOf } from '../engine/runProblem';

const reasons: { readonly [code: string]: string } = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'you may not read it',
};

/** The text of a model file without its byte order mark; throws with the reason where it cannot be read. */
export async function readSource(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    throw new Error(`${file} cannot be read: ${reasons[codeOf(error) ?? ''] ?? textOf(error)}`, { cause: error });
  }
}
