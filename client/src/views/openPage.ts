import { env, Uri, type WebviewPanel } from 'vscode';
import type { ZodType } from 'zod';
import { pageHtml, pageRoots } from './page';

/** Loads a panel's page and passes on what it says, checked; anything else is dropped. */
export function openPage<Incoming>(
  panel: WebviewPanel,
  extensionUri: Uri,
  name: string,
  schema: ZodType<Incoming>,
  onMessage: (message: Incoming) => Promise<void>,
): void {
  panel.webview.onDidReceiveMessage((message: unknown) => {
    const checked = schema.safeParse(message);
    if (checked.success) void onMessage(checked.data);
  });
  const icon = (kind: string): Uri => Uri.joinPath(extensionUri, 'media', 'icons', `nn-${kind}.svg`);
  panel.iconPath = { light: icon('light'), dark: icon('dark') };
  panel.webview.options = { enableScripts: true, localResourceRoots: [...pageRoots(extensionUri)] };
  panel.webview.html = pageHtml(panel.webview, {
    extensionUri,
    panel: name,
    title: panel.title,
    language: env.language,
  });
}
