import type { DocumentAnalysis } from '../model/graph';
import { formatShape } from '../model/shape';
import type { Declaration, Name, Span, Statement } from '../syntax/tree';
import { formatCount } from './quantities';
import { resultsOf } from './results';

export type OutlineKind =
  'import' | 'data' | 'kernel' | 'defaults' | 'block' | 'model' | 'train' | 'tensor' | 'output' | 'layer' | 'key';

export interface OutlineSymbol {
  readonly name: string;
  readonly detail: string;
  readonly kind: OutlineKind;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly children: readonly OutlineSymbol[];
}

/** The outline: declarations, in them the named tensors, shared layers and keys. */
export function documentSymbol(analysis: DocumentAnalysis): readonly OutlineSymbol[] {
  return analysis.file.declarations.map((declaration) => declarationSymbol(analysis, declaration));
}

function declarationSymbol(analysis: DocumentAnalysis, node: Declaration): OutlineSymbol {
  const { text } = analysis.file;
  switch (node.kind) {
    case 'Import':
      return symbol(node, 'import', node.path, node.path.kind === 'Text' ? node.path.value : '', '');
    case 'Data':
      return named(node, 'data', node.name, text.slice(node.source.start, node.source.end));
    case 'Kernel':
      return named(node, 'kernel', node.name, '');
    case 'Defaults':
      return named(node, 'defaults', node.layer, 'defaults');
    case 'Block':
      return { ...named(node, 'block', node.name, ''), children: statements(analysis, node.body.statements) };
    case 'Model': {
      const model = analysis.models.find((candidate) => candidate.declaration === node);
      const detail = model === undefined ? '' : `${formatCount(model.graph.totals.params)} parameters`;
      return { ...named(node, 'model', node.name, detail), children: statements(analysis, node.body.statements) };
    }
    case 'Train': {
      const name = node.name ?? node.model;
      const children = node.map.entries.map((entry) =>
        symbol(
          entry,
          'key',
          entry.key,
          text.slice(entry.key.start, entry.key.end),
          oneLine(text.slice(entry.value.start, entry.value.end)),
        ),
      );
      return { ...named(node, 'train', name, `${node.model.text} on ${node.data.text}`), children };
    }
  }
}

function statements(analysis: DocumentAnalysis, nodes: readonly Statement[]): readonly OutlineSymbol[] {
  return nodes.flatMap((node): readonly OutlineSymbol[] => {
    if (node.kind === 'Layer') return [named(node, 'layer', node.name, node.call.callee.text)];
    if (node.kind !== 'Flow' || node.name === undefined) return [];
    const result = resultsOf(analysis, node.steps.at(-1) ?? node.value).at(0);
    return [
      named(
        node,
        node.isOutput ? 'output' : 'tensor',
        node.name,
        result === undefined ? '' : formatShape(result.output),
      ),
    ];
  });
}

function named(node: Span, kind: OutlineKind, name: Name, detail: string): OutlineSymbol {
  return symbol(node, kind, name, name.text, detail);
}

/** Editors want a name that is not empty, and a name span inside the span. */
function symbol(node: Span, kind: OutlineKind, name: Span, text: string, detail: string): OutlineSymbol {
  const isInside = name.start >= node.start && name.end <= node.end;
  const nameSpan = isInside ? { start: name.start, end: name.end } : { start: node.start, end: node.start };
  return {
    name: text.trim() === '' ? '(unnamed)' : text,
    detail,
    kind,
    span: { start: node.start, end: node.end },
    nameSpan,
    children: [],
  };
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
