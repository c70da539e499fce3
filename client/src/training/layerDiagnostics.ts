import {
  Diagnostic,
  DiagnosticSeverity,
  Disposable,
  l10n,
  languages,
  Range,
  Uri,
  workspace,
  type DiagnosticCollection,
  type TextDocument,
} from 'vscode';
import { runFiles } from '../../../server/src/engine/runs/runFolder';
import { readRunRecord } from '../../../server/src/engine/runs/runRecord';
import type { RunUpdate, SupervisedRun } from './supervisedRun';
import type { Training } from './training';

/** What a training says of a place in the text: a layer in trouble, or why it failed. */
interface Remark {
  readonly code: string;
  readonly message: string;
  readonly severity: DiagnosticSeverity;
  readonly span: { readonly start: number; readonly end: number };
}

/**
 * Shows on the lines of layers what a training found out about them: dead units, vanishing gradients, the first
 * NaN. They stand until the text changes or the model is trained again.
 */
export function registerLayerDiagnostics(training: Training): Disposable {
  const collection = languages.createDiagnosticCollection('shapewright-training');
  const remarks = new WeakMap<SupervisedRun, Remark[]>();
  return Disposable.from(
    collection,
    training.onUpdate((update) => {
      const { run, events } = update;
      if (events.some(({ event }) => event === 'start')) {
        remarks.delete(run);
        collection.delete(Uri.parse(run.target.uri));
      }
      const fresh = remarksOf(update).filter(
        ({ code, span }) =>
          !(remarks.get(run) ?? []).some((known) => known.code === code && known.span.start === span.start),
      );
      if (fresh.length === 0) return;
      remarks.set(run, [...(remarks.get(run) ?? []), ...fresh]);
      publish(collection, run, remarks.get(run) ?? []).catch((error: unknown) =>
        training.log.warn(`remarks on layers could not be shown: ${String(error)}`),
      );
    }),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) collection.delete(document.uri);
    }),
  );
}

function remarksOf({ events, condition }: RunUpdate): readonly Remark[] {
  const warnings = events.flatMap((event): readonly Remark[] =>
    event.event === 'warning' && event.span !== undefined
      ? [{ code: event.code, message: event.message, severity: DiagnosticSeverity.Warning, span: event.span }]
      : [],
  );
  const { error } = condition;
  if (error?.span === undefined) return warnings;
  const message = `${error.message}\n${error.cause}\n${error.nextStep}`;
  return [...warnings, { code: error.code, message, severity: DiagnosticSeverity.Error, span: error.span }];
}

/** Places are those of the text that was trained: where it has changed since, they would point anywhere. */
async function publish(
  collection: DiagnosticCollection,
  run: SupervisedRun,
  remarks: readonly Remark[],
): Promise<void> {
  const document = await workspace.openTextDocument(Uri.parse(run.target.uri));
  const record = await readRunRecord(runFiles(run.folder).run);
  if (record?.source !== document.getText()) return;
  collection.set(
    document.uri,
    remarks.map((remark) => diagnosticOf(document, remark)),
  );
}

function diagnosticOf(document: TextDocument, { code, message, severity, span }: Remark): Diagnostic {
  const diagnostic = new Diagnostic(
    new Range(document.positionAt(span.start), document.positionAt(span.end)),
    message,
    severity,
  );
  diagnostic.source = l10n.t('shapewright training');
  diagnostic.code = code;
  return diagnostic;
}
