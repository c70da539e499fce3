import type { DocumentAnalysis } from '../model/graph';
import type { Span, SyntaxNode } from '../syntax/tree';
import { childrenOf } from '../syntax/traverse';
import { callableOf } from './callable';
import { targetOf, type TargetNode } from './target';

/** LSP's token types; what a theme colours. */
export const semanticTokenTypes = [
  'class',
  'function',
  'variable',
  'parameter',
  'property',
  'enumMember',
  'namespace',
  'type',
] as const;
export const semanticTokenModifiers = ['declaration', 'defaultLibrary'] as const;

export type SemanticTokenType = (typeof semanticTokenTypes)[number];

export interface SemanticToken extends Span {
  readonly type: SemanticTokenType;
  readonly isDeclaration: boolean;
  readonly isLibrary: boolean;
}

/** What each name is, which a grammar of regular expressions cannot tell. */
export function semanticTokens(analysis: DocumentAnalysis, range?: Span): readonly SemanticToken[] {
  const tokens: SemanticToken[] = [];
  const path: SyntaxNode[] = [];
  const visit = (node: SyntaxNode): void => {
    if (range !== undefined && node.kind !== 'SourceFile' && (node.end < range.start || node.start > range.end)) return;
    path.push(node);
    if (node.kind === 'Name') {
      const token = node.text === '' ? undefined : tokenOf(analysis, path);
      if (token !== undefined) tokens.push(token);
    } else for (const child of childrenOf(node)) visit(child);
    path.pop();
  };
  visit(analysis.file);
  return tokens.sort((a, b) => a.start - b.start);
}

function tokenOf(analysis: DocumentAnalysis, path: readonly SyntaxNode[]): SemanticToken | undefined {
  const name = path.at(-1);
  const parent = path.at(-2);
  if (name?.kind !== 'Name' || parent === undefined) return undefined;
  const token = (type: SemanticTokenType, isDeclaration = false, isLibrary = false): SemanticToken => ({
    start: name.start,
    end: name.end,
    type,
    isDeclaration,
    isLibrary,
  });
  if (parent.kind === 'Argument') return token('parameter');
  if (parent.kind === 'Entry') return token('property');
  if (parent.kind === 'Source') return token('namespace', false, true);
  if (parent.kind === 'Defaults') return token('class', false, true);
  const target = targetOf(analysis, path);
  if (target !== undefined)
    return token(typeOf(target.node), analysis.uri === target.uri && target.span.start === name.start);
  if (parent.kind !== 'Call') return undefined;
  const callable = callableOf(analysis, path, parent);
  if (callable === undefined) return parent.args === undefined ? token('enumMember') : undefined;
  return token(callable.kind === 'layer' ? 'class' : 'function', false, true);
}

function typeOf(node: TargetNode): SemanticTokenType {
  switch (node.kind) {
    case 'Flow':
      return 'variable';
    case 'Layer':
      return 'variable';
    case 'Parameter':
      return 'parameter';
    case 'Block':
      return 'function';
    case 'Kernel':
      return 'variable';
    case 'Data':
      return 'namespace';
    case 'Model':
      return 'type';
    case 'Train':
      return 'property';
  }
}
