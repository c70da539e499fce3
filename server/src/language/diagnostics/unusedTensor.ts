import type { Problem } from '../model/problem';
import type { FlowStatement, LayerStatement, SourceFile, Span } from '../syntax/tree';
import type { Fix } from './diagnostic';
import { excerpt, firstLine } from './firstLine';

/**
 * `nn/unused`: a flow whose result goes nowhere: a dead branch. Where the last flow is the output without
 * being marked, marking another marks it too.
 */
export function unusedTensor(file: SourceFile, flow: FlowStatement, last: FlowStatement | undefined): Problem {
  const name = flow.name?.text;
  const message = name === undefined ? 'Nothing uses the result of this flow' : `Nothing uses '${excerpt(name, 40)}'`;
  const also =
    last === undefined
      ? []
      : [
          {
            span: { start: last.start, end: last.start },
            newText: last.name === undefined ? `output ${name === 'result' ? 'main' : 'result'} = ` : 'output ',
          },
        ];
  const mark: Fix = {
    title: 'mark it as an output',
    edits: [{ span: { start: flow.start, end: flow.start }, newText: 'output ' }, ...also],
  };
  return {
    code: 'nn/unused',
    severity: 'warning',
    span: flow.name ?? flow,
    message: firstLine(message),
    fixes: [...(name === undefined ? [] : [mark]), { title: 'remove it', edits: [removal(file, flow)] }],
    unnecessary: true,
  };
}

/** `nn/unused` for a shared layer that no flow leads through. */
export function unusedLayer(file: SourceFile, statement: LayerStatement): Problem {
  return {
    code: 'nn/unused',
    severity: 'warning',
    span: statement.name,
    message: firstLine(`Nothing uses the layer '${excerpt(statement.name.text, 40)}'`),
    fixes: [{ title: 'remove it', edits: [removal(file, statement)] }],
    unnecessary: true,
  };
}

/** Takes a statement out with its line, where it stands alone on it. */
function removal(file: SourceFile, statement: Span) {
  const lineStart = file.text.lastIndexOf('\n', statement.start - 1) + 1;
  const newline = file.text.indexOf('\n', statement.end);
  const lineEnd = newline < 0 ? file.text.length : newline + 1;
  const isAlone =
    file.text.slice(lineStart, statement.start).trim() === '' && file.text.slice(statement.end, lineEnd).trim() === '';
  return {
    span: isAlone ? { start: lineStart, end: lineEnd } : { start: statement.start, end: statement.end },
    newText: '',
  };
}
