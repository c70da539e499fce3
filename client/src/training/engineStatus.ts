import { l10n, languages, window, workspace } from 'vscode';
import { engineSettings } from './engineSettings';
import type { Training } from './training';

/** The language status item: which engine is in use, and why; a click opens the log and stops nothing. */
export function registerEngineStatus(training: Training): readonly { dispose(): unknown }[] {
  const item = languages.createLanguageStatusItem('shapewright.engine', { language: 'nn' });
  item.name = l10n.t('Training engine');
  item.command = { command: 'shapewright.showEngineLog', title: l10n.t('Show Log') };
  let used: { readonly text: string; readonly detail: string } | undefined;
  const show = (): void => {
    const document = window.activeTextEditor?.document;
    const wanted = document === undefined ? 'auto' : engineSettings(document.uri).engine;
    item.text = used?.text ?? l10n.t('Engine: {0}', wanted);
    item.detail = used?.detail ?? (wanted === 'auto' ? l10n.t('native where it loads, else wasm') : '');
    item.busy = training.current?.condition.state === 'starting';
  };
  show();
  return [
    item,
    window.onDidChangeActiveTextEditor(show),
    workspace.onDidChangeConfiguration((change) => {
      if (!change.affectsConfiguration('shapewright.engine')) return;
      used = undefined;
      show();
    }),
    training.onUpdate(({ events }) => {
      const start = events.find((event) => event.event === 'start');
      if (start !== undefined)
        used = {
          text: l10n.t('Engine: {0}', start.engine),
          detail: [start.engineVersion, start.engineReason].filter((part) => part !== undefined).join(' · '),
        };
      show();
    }),
  ];
}
