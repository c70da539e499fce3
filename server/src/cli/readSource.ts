import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { codeOf, textOf } from '../engine/runProblem';

const reasons: { readonly [code: string]: string } = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'you may not read it',
};

/** What `-` is called where a file is told. */
export const standardInput = '<stdin>';

let input: Promise<string> | undefined;

/** The text of a model file, or of the standard input for `-`, without its byte order mark; throws with the reason where it cannot be read. */
export async function readSource(file: string): Promise<string> {
  try {
    // It comes once, however often it is named.
    const content = file === '-' ? (input ??= text(process.stdin)) : readFile(file, 'utf8');
    return (await content).replace(/^\uFEFF/, '');
  } catch (error) {
    throw new Error(`${file} cannot be read: ${reasons[codeOf(error) ?? ''] ?? textOf(error)}`, { cause: error });
  }
}
