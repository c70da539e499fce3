import type { CompletionPlace } from './completionWords';

/** A function for `complete -F`: the words of the place that the line has come to, else files. */
export function bashScript(places: readonly CompletionPlace[]): string {
  const cases = places.map(
    ({ path, words, options }) =>
      `    '${path}') words='${[...words, ...options.map(({ name }) => `--${name}`)].join(' ')}' ;;`,
  );
  const choices = places.flatMap(({ path, options }) =>
    options
      .filter((option) => option.choices.length > 0)
      .map((option) => `    '${path} --${option.name}') choices='${option.choices.join(' ')}' ;;`),
  );
  return `_shapewright() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  local path="" words="" choices="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${path:+$path }$word" in
${caseOf(places.map(({ path }) => path).filter((path) => path !== ''))} path="\${path:+$path }$word" ;;
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  case "$path $previous" in
${choices.join('\n')}
  esac
  if [ -n "$choices" ]; then
    COMPREPLY=($(compgen -W "$choices" -- "$current"))
  elif [ "\${current#-}" != "$current" ] || [ -z "$path" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    COMPREPLY=($(compgen -W "\${words//--*/}" -- "$current") $(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _shapewright shapewright
`;
}

function caseOf(paths: readonly string[]): string {
  return `      ${paths.map((path) => `'${path}'`).join('|')})`;
}
