import type { Webview } from 'vscode';
import { toWire } from '../../../server/src/protocol/panelWire';

/** Tells a panel something; nothing where it is closed. */
export function postToPanel(webview: Webview, message: object): void {
  void webview.postMessage(toWire(message));
}
