import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, chromium, type Page } from 'playwright-core';
import { inject } from 'vitest';
import { EditorWindow } from './editorWindow';
import type { EditorInstallation } from './provided';

export interface LaunchedEditor {
  readonly window: EditorWindow;
  /** The folder that is open: a copy of samples/. */
  readonly workspace: string;
  close(): Promise<void>;
}

/** Opens a fresh window of the editor on a copy of the samples. */
export async function launchEditor(): Promise<LaunchedEditor> {
  const workspace = await mkdtemp(join(tmpdir(), 'shapewright-editor-'));
  await cp(inject('samples'), workspace, { recursive: true });
  const { page, close } = await openWindow(inject('editor'), workspace);
  const window = new EditorWindow(page, inject('artifacts'));
  await window.ready();
  return {
    window,
    workspace,
    async close() {
      await close();
      await rm(workspace, { recursive: true, force: true });
    },
  };
}

interface OpenedPage {
  readonly page: Page;
  close(): Promise<void>;
}

function openWindow(editor: EditorInstallation, workspace: string): Promise<OpenedPage> {
  return editor.kind === 'browser' ? openInBrowser(editor, workspace) : openOnDesktop(editor, workspace);
}

/** Flags that keep Chromium quiet, offline and runnable as root. */
const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Milliseconds that a window may take for a thing, beside other suites on the same cores. */
const patience = 90_000;

const viewport = { width: 1440, height: 960 };

async function openInBrowser(editor: EditorInstallation & { kind: 'browser' }, workspace: string): Promise<OpenedPage> {
  const browser = await chromium.launch({ executablePath: editor.browser, headless: true, args: browserFlags });
  const page = await browser.newPage({ viewport });
  page.setDefaultTimeout(patience);
  await page.goto(`${editor.address}/?folder=${encodeURIComponent(workspace)}`);
  return { page, close: () => browser.close() };
}

async function openOnDesktop(editor: EditorInstallation & { kind: 'desktop' }, workspace: string): Promise<OpenedPage> {
  const userData = await mkdtemp(join(tmpdir(), 'shapewright-user-'));
  await mkdir(join(userData, 'User'), { recursive: true });
  await writeFile(join(userData, 'User/settings.json'), JSON.stringify(editor.settings));
  const application = await _electron.launch({
    executablePath: editor.program,
    args: [
      workspace,
      `--user-data-dir=${userData}`,
      `--extensions-dir=${editor.extensions}`,
      '--disable-workspace-trust',
      '--disable-telemetry',
      '--disable-updates',
      '--skip-welcome',
      '--skip-release-notes',
      '--no-sandbox',
    ],
  });
  const page = await application.firstWindow();
  await page.setViewportSize(viewport);
  page.setDefaultTimeout(patience);
  return {
    page,
    async close() {
      await application.close();
      await rm(userData, { recursive: true, force: true });
    },
  };
}
