import type { CompletionOption, CompletionPlace } from './completionWords';

/** One `complete` line a word and option, each under the condition that the line has come to its place. */
export function fishScript(places: readonly CompletionPlace[]): string {
  const lines = places.flatMap(({ path, words, options }) => {
    const condition = path === '' ? '__fish_use_subcommand' : seen(path, words);
    const offered = words.map((word) => `complete -c shapewright -n ${quoted(condition)} -f -a ${quoted(word)}`);
    return [...offered, ...options.map((option) => optionLine(path, option))];
  });
  return `${lines.join('\n')}\n`;
}

function optionLine(path: string, { name, short, help, takesValue, choices }: CompletionOption): string {
  const value = choices.length > 0 ? ` -x -a ${quoted(choices.join(' '))}` : takesValue ? ' -r' : '';
  const letter = short === undefined ? '' : ` -s ${short}`;
  return `complete -c shapewright -n ${quoted(seen(path, []))} -l ${name}${letter}${value} -d ${quoted(help)}`;
}

/** Behind the words of a path, and before those that may follow once. */
function seen(path: string, next: readonly string[]): string {
  const behind = path.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`);
  return [...behind, ...(next.length === 0 ? [] : [`not __fish_seen_subcommand_from ${next.join(' ')}`])].join(
    '; and ',
  );
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
