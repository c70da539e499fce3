import { sources } from '../data/sources';
import type { Problem } from '../model/problem';
import type { Name, SourceFile } from '../syntax/tree';
import type { Fix } from './diagnostic';
import { unknownName } from './unknownName';

/** More built-in sets than these for one name are a choice too many. */
const mostSources = 2;

/** `nn/unknown-data`: data that nothing declares; a built-in set of that name is declared by the fix. */
export function unknownData(name: Name, declared: Iterable<string>, file: SourceFile): Problem {
  const problem = unknownName('data', name.text, name, declared);
  return { ...problem, fixes: [...(problem.fixes ?? []), ...declarations(name, file)] };
}

function declarations(name: Name, file: SourceFile): readonly Fix[] {
  const wanted = name.text.toLowerCase();
  if (wanted.length < 3) return [];
  // In front of what asks for it: a place that moves with the name.
  const user = file.declarations.find((declaration) => declaration.start <= name.start && name.end <= declaration.end);
  if (user === undefined) return [];
  const { start } = user;
  return sources
    .filter(
      (source) =>
        source.name.startsWith(wanted) && source.parameters.every((parameter) => parameter.default !== undefined),
    )
    .slice(0, mostSources)
    .map((source) => ({
      title: `declare data ${name.text} = ${source.name}`,
      edits: [{ span: { start, end: start }, newText: `data ${name.text} = ${source.name}\n` }],
    }));
}
