/**
 * Imported before all else in a panel: what its sentences are in the language of the editor, which the host has written
 * into the page. Without a translation the sentences stand for themselves.
 */
import * as l10n from '@vscode/l10n';

const contents = document.getElementById('root')?.dataset['strings'];
if (contents !== undefined) l10n.config({ contents });
