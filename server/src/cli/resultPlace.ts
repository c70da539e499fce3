import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { codeOf } from '../engine/runProblem';
import type { CommandOutput, Writer } from './command';
import { UsageMistake } from './command/options';

/** Where a command puts what it makes: a file, or the standard output. */
export interface ResultPlace {
  readonly isOutput: boolean;
  /** Where the command tells of it: the standard error where the standard output holds the result. */
  readonly told: Writer;
  /** Throws a UsageMistake where bytes would go to a terminal. */
  readonly write: (content: string | Uint8Array) => Promise<void>;
}

/** The place of the name behind -o, which is - for the standard output. Throws a UsageMistake where --json is there, too. */
export function resultPlace(name: string, json: boolean, { out, err }: CommandOutput): ResultPlace {
  if (name !== '-') return { isOutput: false, told: out, write: (content) => writeTo(name, content) };
  if (json) throw new UsageMistake('--json and an output of - both take the standard output: name a file for one.');
  const write = (content: string | Uint8Array): Promise<void> => {
    if (typeof content !== 'string' && out.isTTY === true)
      throw new UsageMistake('An output of - would write bytes to the terminal: send them on with > or |.');
    out.write(content);
    return Promise.resolve();
  };
  return { isOutput: true, told: err, write };
}

const reasons: { readonly [code: string]: string } = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder is a file',
  EISDIR: 'it is a folder',
  EACCES: 'you may not write there',
};

async function writeTo(name: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFile(resolve(name), content);
  } catch (error) {
    const reason = reasons[codeOf(error) ?? ''];
    throw reason === undefined ? error : new Error(`${name} cannot be written: ${reason}`, { cause: error });
  }
}

/** A folder or several files have no place on the standard output. Throws a UsageMistake. */
export function refuseOutput(name: string, what: string): void {
  if (name === '-') throw new UsageMistake(`${what}, which the standard output cannot hold: name a place for it.`);
}
