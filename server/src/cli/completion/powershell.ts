import type { CompletionPlace } from './completionWords';

/** A native argument completer; where it offers nothing, PowerShell completes files. */
export function powershellScript(places: readonly CompletionPlace[]): string {
  const tables = places.map(({ path, words, options }) => {
    const all = [...words, ...options.map(({ name }) => `--${name}`)];
    return `    ${quoted(path)} = @(${all.map(quoted).join(', ')})`;
  });
  const choices = places.flatMap(({ path, options }) =>
    options
      .filter((option) => option.choices.length > 0)
      .map((option) => `    ${quoted(`${path} --${option.name}`)} = @(${option.choices.map(quoted).join(', ')})`),
  );
  return `Register-ArgumentCompleter -Native -CommandName shapewright -ScriptBlock {
  param($word, $line, $cursor)
  $places = @{
${tables.join('\n')}
  }
  $choices = @{
${choices.join('\n')}
  }
  $path = ''
  $previous = ''
  foreach ($element in $line.CommandElements | Select-Object -Skip 1) {
    if ($element.Extent.EndOffset -ge $cursor -and $word -ne '') { break }
    $previous = $element.ToString()
    $next = "$path $previous".Trim()
    if ($places.ContainsKey($next)) { $path = $next }
  }
  $offered = if ($choices.ContainsKey("$path $previous")) { $choices["$path $previous"] } else { $places[$path] }
  $offered | Where-Object { $_ -like "$word*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
