import type { Writer } from '../command';

const codes = { red: 31, yellow: 33, blue: 34 } as const;

/** Text in a colour, or as it is. */
export type Paint = (colour: keyof typeof codes, text: string) => string;

/**
 * Colours for what goes to a writer: on a terminal, unless NO_COLOR is set (no-color.org); FORCE_COLOR decides
 * before both, 0 against them and anything else for them, as in Node.js.
 */
export function paintFor({ isTTY }: Writer, env: NodeJS.ProcessEnv = process.env): Paint {
  const { FORCE_COLOR: forced = '', NO_COLOR: none = '', TERM: terminal } = env;
  const usual = isTTY === true && none === '' && terminal !== 'dumb';
  const isColoured = forced === '' ? usual : forced !== '0' && forced !== 'false';
  return (colour, text) => (isColoured ? `\u001b[${codes[colour]}m${text}\u001b[39m` : text);
}
