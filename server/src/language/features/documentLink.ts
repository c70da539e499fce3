import type { DocumentAnalysis } from '../model/graph';
import type { Span } from '../syntax/tree';
import { walk } from '../syntax/traverse';

export interface DocumentLink {
  readonly span: Span;
  /** As it is written, relative to the document. */
  readonly path: string;
}

/** Sources whose first argument is a file or a folder rather than a name. */
const FILE_LIKE = /[/\\.]/;

/** Imports, data paths and weight files. The caller drops those that leave the workspace or do not exist. */
export function documentLink(analysis: DocumentAnalysis): readonly DocumentLink[] {
  return analysis.file.declarations.flatMap((declaration): readonly DocumentLink[] => {
    if (declaration.kind === 'Import') {
      return declaration.path.kind === 'Text' ? [{ span: declaration.path, path: declaration.path.value }] : [];
    }
    if (declaration.kind !== 'Data' && declaration.kind !== 'Train') return [];
    const links: DocumentLink[] = [];
    walk(declaration.kind === 'Data' ? declaration.source : declaration.map, (node) => {
      const isPath = node.kind === 'Text' && (FILE_LIKE.test(node.value) || isImages(declaration));
      if (isPath) links.push({ span: node, path: node.value });
    });
    return links.filter(({ path }) => path !== '');
  });
}

/** `images("photos")` names a folder, which need not look like a path. */
function isImages(declaration: {
  readonly kind: string;
  readonly source?: { readonly path: readonly { readonly text: string }[] };
}): boolean {
  return declaration.source?.path[0]?.text === 'images';
}
