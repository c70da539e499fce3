import type { DocumentAnalysis } from '../model/graph';
import { documentSymbol, type OutlineSymbol } from './documentSymbol';

export interface WorkspaceSymbol {
  readonly uri: string;
  readonly symbol: OutlineSymbol;
}

/** Enough for a list that a person looks through. */
const MAX_SYMBOLS = 500;

/** Declarations and named tensors whose names hold the letters of the query in order, without regard to case. */
export function workspaceSymbol(documents: readonly DocumentAnalysis[], query: string): readonly WorkspaceSymbol[] {
  const found: WorkspaceSymbol[] = [];
  for (const document of documents) {
    for (const symbol of documentSymbol(document).flatMap((outer) => [outer, ...outer.children])) {
      if (found.length === MAX_SYMBOLS) return found;
      if (symbol.kind !== 'key' && symbol.kind !== 'import' && holds(symbol.name, query))
        found.push({ uri: document.uri, symbol });
    }
  }
  return found;
}

function holds(name: string, query: string): boolean {
  const text = name.toLowerCase();
  let from = 0;
  for (const letter of query.toLowerCase()) {
    const at = text.indexOf(letter, from);
    if (at < 0) return false;
    from = at + letter.length;
  }
  return true;
}
