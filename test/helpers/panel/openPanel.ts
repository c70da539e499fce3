import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { FromTrainingPanel, ToTrainingPanel } from '../../../server/src/protocol/panelMessages';
import { toWire } from '../../../server/src/protocol/panelWire';
import { bodyClasses, editorStyles, themeVariables, type ThemeKind } from './themes';
import { wireReader, wireText, type WireWindow } from './wireText';

const root = join(import.meta.dirname, '../../..');
const browsers = [
  process.env['CHROME_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

export interface PanelBundle {
  readonly script: string;
  readonly style: string;
}

/** A webview's script and style, as the product's build makes them, in memory. */
export async function bundlePanel(name: string): Promise<PanelBundle> {
  const result = await build({
    entryPoints: [join(root, 'media', name, 'main.tsx')],
    bundle: true,
    write: false,
    outdir: join(root, 'dist/media'),
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  });
  const text = (ending: string): string => result.outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { script: text('.js'), style: text('.css') };
}

/** Starts a browser: the given program, else one that is installed; without any it says how to get one. */
export async function startBrowser(program?: string): Promise<Browser> {
  const executablePath = [program, ...browsers].find((path): path is string => path !== undefined && existsSync(path));
  if (executablePath === undefined) throw new Error('no Chromium found: install it or set CHROME_PATH');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}

/** Milliseconds that a page may take for a thing, beside other suites on the same cores. */
const patience = 60_000;

export interface OpenPanel<Incoming = ToTrainingPanel, Outgoing = FromTrainingPanel> {
  readonly page: Page;
  send(message: Incoming): Promise<void>;
  /** What the panel has posted to its host until now; with each message the page calls its `onPosted`, where there is one. */
  posted(): Promise<readonly Outgoing[]>;
  /** What the page complained about: exceptions, and violations of its policy. */
  readonly complaints: readonly string[];
}

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  /** A translation, as the host writes it into the page. */
  readonly strings?: { readonly [sentence: string]: string };
}

/** Opens a panel in a page with the product's content policy, the variables of a theme, and a host that notes what it is sent. */
export async function openPanel<Incoming = ToTrainingPanel, Outgoing = FromTrainingPanel>(
  browser: Browser,
  bundle: PanelBundle,
  theme: ThemeKind,
  { width = 960, height = 560, strings }: PageOptions = {},
): Promise<OpenPanel<Incoming, Outgoing>> {
  const page = await browser.newPage({ viewport: { width, height } });
  page.setDefaultTimeout(patience);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
  const host =
    'window.posted = []; window.acquireVsCodeApi = () => ({ postMessage: (m) => { window.posted.push(m); window.onPosted?.(); }, getState: () => window.savedState, setState: (s) => { window.savedState = s; } });';
  const variables = Object.entries(themeVariables[theme])
    .map(([name, value]) => `${name}: ${value};`)
    .join(' ');
  const policy = "default-src 'none'; style-src 'nonce-n'; script-src 'nonce-n'; img-src data:";
  await page.setContent(
    `<!DOCTYPE html><html lang="en"><head><title>Training</title><meta http-equiv="Content-Security-Policy" content="${policy}"><style nonce="n">:root { ${variables} }</style><style nonce="n">${editorStyles}</style><style nonce="n">${bundle.style}</style></head>` +
      `<body class="${bodyClasses[theme]}"><main id="root"${strings === undefined ? '' : ` data-strings="${JSON.stringify(strings).replaceAll('"', '&quot;')}"`}></main><script nonce="n">${host}{${wireReader}}</script><script nonce="n">${bundle.script.replaceAll('</script', '<\\/script')}</script></body></html>`,
  );
  return {
    page,
    complaints,
    send: async (message) => {
      await page.evaluate(
        (text) => {
          const { fromWire } = window as unknown as WireWindow;
          window.dispatchEvent(new MessageEvent('message', { data: fromWire(text) }));
          // Drawn in the first frame, laid out by the second, and what that asked for in the third.
          return new Promise<void>((done) =>
            requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
          );
        },
        wireText(toWire(message)),
      );
    },
    posted: () => page.evaluate(() => (window as unknown as { posted: Outgoing[] }).posted),
  };
}
