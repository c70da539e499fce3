import { l10n, Uri, type Webview } from 'vscode';

export interface PageOptions {
  readonly extensionUri: Uri;
  /** The panel's folder in media/: `training`. */
  readonly panel: string;
  readonly title: string;
  /** The editor's display language, `en`. */
  readonly language: string;
}

/** Where webviews may load files from: the built panels and nothing else. */
export function pageRoots(extensionUri: Uri): readonly Uri[] {
  return [Uri.joinPath(extensionUri, 'dist', 'media')];
}

/**
 * The page of a panel; no other place makes HTML. Its policy lets in one script and one style sheet of ours:
 * nothing inline, nothing from data, no evaluation of text. What its sentences are in the language of the editor stands
 * at its root, where media/shared/translation.ts reads it.
 */
export function pageHtml(webview: Webview, { extensionUri, panel, title, language }: PageOptions): string {
  const [media = extensionUri] = pageRoots(extensionUri);
  const nonce = [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  const file = (name: string): string => escapeHtml(webview.asWebviewUri(Uri.joinPath(media, name)).toString());
  const strings = l10n.bundle === undefined ? '' : ` data-strings="${escapeHtml(JSON.stringify(l10n.bundle))}"`;
  const policy = [
    "default-src 'none'",
    `style-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
    'img-src data:',
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="${file(`${panel}.css`)}">
</head>
<body>
<main id="root"${strings}></main>
<script nonce="${nonce}" src="${file(`${panel}.js`)}"></script>
</body>
</html>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
