import type { DataAnalysis } from '../../model/graph';
import type { Problem } from '../../model/problem';
import type { SourceFile, TrainDeclaration } from '../../syntax/tree';
import { firstLine } from '../firstLine';

/** `nn/unwatched`: a callback that watches a validation value in a set-up without validation. */
export function unwatchedValue(
  declaration: TrainDeclaration,
  data: DataAnalysis | undefined,
  file: SourceFile,
): readonly Problem[] {
  const entries = new Map(
    declaration.map.entries.map((entry) => [
      entry.key.kind === 'Name' ? entry.key.text : String(entry.key.value),
      entry,
    ]),
  );
  const list = entries.get('callbacks')?.value;
  if (list?.kind !== 'List' || entries.has('validation_data') || entries.has('validation_split')) return [];
  const hasTest = data?.description?.examples.test !== 0;
  return list.items.flatMap((item) => {
    if (item.kind !== 'Call' || !['EarlyStopping', 'ReduceLROnPlateau'].includes(item.callee.text)) return [];
    const monitor = item.args?.items.find((argument) => argument.name?.text === 'monitor')?.value;
    const watched =
      monitor === undefined ? 'val_loss' : file.text.slice(monitor.start, monitor.end).replace(/["']/g, '');
    if (!watched.startsWith('val_')) return [];
    const key = hasTest ? 'validation_data: test' : 'validation_split: 0.1';
    const last = declaration.map.entries.at(-1);
    const edit = {
      span: { start: last?.end ?? declaration.map.start + 1, end: last?.end ?? declaration.map.start + 1 },
      newText: `\n  ${key}`,
    };
    const message = firstLine(`${item.callee.text} watches ${watched}, but nothing validates`);
    return [
      {
        code: 'nn/unwatched',
        severity: 'warning' as const,
        span: item.callee,
        message,
        fixes: [{ title: `add ${key}`, edits: [edit] }],
      },
    ];
  });
}
