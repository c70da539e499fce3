import type { CompletionPlace } from './completionWords';

/** A function for `compdef`: options with what they are for, else the words of the place or files. */
export function zshScript(places: readonly CompletionPlace[]): string {
  const paths = places.flatMap(({ path }) => (path === '' ? [] : [`'${path}'`]));
  const cases = places.map(({ path, words, options }) => {
    const described = options.map(({ name, help }) => quoted(`--${name}:${help.replaceAll(':', '\\:')}`));
    return `    '${path}')\n      words_=(${words.map(quoted).join(' ')})\n      options_=(${described.join(' ')}) ;;`;
  });
  const choices = places.flatMap(({ path, options }) =>
    options
      .filter((option) => option.choices.length > 0)
      .map((option) => `    '${path} --${option.name}') choices_=(${option.choices.map(quoted).join(' ')}) ;;`),
  );
  return `#compdef shapewright
_shapewright() {
  local path_="" word
  local -a words_ options_ choices_
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "\${path_:+$path_ }$word" in
      ${paths.join('|')}) path_="\${path_:+$path_ }$word" ;;
    esac
  done
  case "$path_" in
${cases.join('\n')}
  esac
  case "$path_ \${words[CURRENT-1]}" in
${choices.join('\n')}
  esac
  if (( $#choices_ )); then
    compadd -a choices_
  elif [[ "\${words[CURRENT]}" == -* ]]; then
    _describe -o option options_
  else
    (( $#words_ )) && compadd -a words_
    [[ -n "$path_" ]] && _files
  fi
}
compdef _shapewright shapewright
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
