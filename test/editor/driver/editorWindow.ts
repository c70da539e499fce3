import { join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { expect, vi } from 'vitest';

/** A window of VS Code as a person meets it: keys, lines of text, marks. The same on the desktop and in a browser. */
export class EditorWindow {
  readonly #page: Page;
  readonly #artifacts: string;

  constructor(page: Page, artifacts: string) {
    this.#page = page;
    this.#artifacts = artifacts;
  }

  /** Waits until the workbench takes input. */
  async ready(): Promise<void> {
    await this.#page.locator('.monaco-workbench .part.statusbar').waitFor();
  }

  /**
   * Opens a file of the workspace by its name. On a busy machine the editor answers from the files that it knew when
   * it was asked last, and does not look again by itself: a name that is not found is asked for anew.
   */
  async openFile(name: string): Promise<void> {
    const row = this.#page.locator('.quick-input-list .monaco-list-row').filter({ hasText: name }).first();
    const ask = async (): Promise<boolean> => {
      await this.#quickInput('ControlOrMeta+P', name);
      const isFound = await row.waitFor({ timeout: 5_000 }).then(
        () => true,
        () => false,
      );
      if (!isFound) await this.#closeQuickInput();
      return isFound;
    };
    await vi.waitUntil(ask, { timeout: 90_000 });
    await this.#page.keyboard.press('Enter');
    await this.#page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    await this.#page.locator('.monaco-editor .view-line').first().waitFor();
  }

  /** Puts the cursor at a place, both counted from 1. */
  async goTo(line: number, column: number): Promise<void> {
    await this.#quickInput('Control+G', `:${line}:${column}`);
    await this.#page.keyboard.press('Enter');
    await this.#page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    const position = `Ln ${line}, Col ${column}`;
    await this.#page.locator('.statusbar-item').filter({ hasText: position }).waitFor();
  }

  /** Replaces `length` characters after the cursor by typing. */
  async overtype(length: number, text: string): Promise<void> {
    for (let index = 0; index < length; index++) await this.#page.keyboard.press('Shift+ArrowRight');
    await this.#page.keyboard.type(text);
    // The list of suggestions would take the next key.
    await this.#page.keyboard.press('Escape');
  }

  async undo(): Promise<void> {
    await this.#page.keyboard.press('ControlOrMeta+Z');
  }

  /** The visible lines, from the first one on, with what the editor has added to them (inlay hints). */
  async lines(): Promise<readonly string[]> {
    const lines = await this.#page.locator('.monaco-editor .view-line').evaluateAll((elements) =>
      elements
        .map((element) => ({ top: Number.parseFloat((element as HTMLElement).style.top), text: element.textContent }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text),
    );
    return lines.map((line) => line.replaceAll('\u00a0', ' ').replaceAll('\u200b', ''));
  }

  /** The red waves under wrong text. */
  get errors(): Locator {
    return this.#page.locator('.monaco-editor .squiggly-error');
  }

  /** The line above a declaration that holds commands, by the text of one of them. */
  codeLens(text: string | RegExp): Locator {
    return this.#page.locator('.codelens-decoration a').filter({ hasText: text });
  }

  /** The lines of any open editor that contain a text. */
  text(text: string): Locator {
    return this.#page.locator('.monaco-editor .view-line').filter({ hasText: text });
  }

  /** What `Developer: Show Running Extensions` says of one. Its list holds what is in view, the slowest first. */
  async runningExtension(name: string): Promise<string> {
    const rows = this.#page.locator('.runtime-extensions-editor .monaco-list-row');
    const row = rows.filter({ hasText: name });
    await rows.first().hover();
    await expect
      .poll(async () => {
        await this.#page.mouse.wheel(0, 200);
        return row.count();
      })
      .toBe(1);
    return row.innerText();
  }

  /** The number of problems of the window, as its status bar tells it to screen readers. */
  get problems(): Locator {
    return this.#page.locator('#status\\.problems');
  }

  /** Runs a command by its title in the palette. */
  async runCommand(title: string): Promise<void> {
    await this.#quickInput('F1', `>${title}`);
    await this.#page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first().click();
  }

  /** A notification that is shown, by its text. */
  notice(text: RegExp): Locator {
    return this.#page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text }).first();
  }

  /** What the list that is open asks for. */
  async question(): Promise<string | null> {
    return this.#page.locator('.quick-input-widget input.input').getAttribute('placeholder');
  }

  /** Takes a row of the list that is open, by its text. */
  async choose(text: string): Promise<void> {
    await this.#page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text }).first().click();
  }

  /** A row of the test results: an assertion, and what is wrong with it where it does not hold. */
  resultRow(text: RegExp): Locator {
    return this.#page.locator('.part.panel .monaco-list-row').filter({ hasText: text }).first();
  }

  /** The label of a terminal, which a task's has once the task was started. */
  terminalTab(text: string): Locator {
    return this.#page
      .locator('.part.panel .single-terminal-tab, .part.panel .terminal-tabs-entry')
      .filter({ hasText: text })
      .first();
  }

  /** The rows of the Problems view as screen readers are told them. */
  async problemRows(): Promise<readonly string[]> {
    const rows = this.#page.locator('.markers-panel .monaco-list-row');
    return rows.evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label') ?? ''));
  }

  /**
   * Drags a file from outside of the window over a place and drops it there with Shift held, without which the editor
   * takes it for itself. The browser is told as the desktop tells it, since no mouse can bring a file.
   */
  async dropWithShift(file: string, place: Locator): Promise<void> {
    const box = await place.boundingBox();
    if (box === null) throw new Error('the place to drop at is not to be seen');
    const session = await this.#page.context().newCDPSession(this.#page);
    const data = { items: [], files: [file], dragOperationsMask: 1 };
    const shift = 8;
    const at = { x: box.x + box.width / 2, y: box.y + box.height / 2, data, modifiers: shift };
    for (const type of ['dragEnter', 'dragOver', 'dragOver', 'drop'] as const)
      await session.send('Input.dispatchDragEvent', { ...at, type });
    await session.detach();
  }

  /** The content of the open webview, two frames deep. */
  get webview(): FrameLocator {
    return this.#page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** Loads the window anew, as `Developer: Reload Window` does. */
  async reload(): Promise<void> {
    await this.#openEditorsStored();
    await this.#page.reload();
    await this.ready();
  }

  /** Takes the file that the editor proposes in its own dialog. */
  async acceptFile(): Promise<void> {
    const dialog = this.#page.locator('.quick-input-widget');
    await dialog.waitFor();
    await dialog.getByRole('button', { name: /^(OK|Save)$/ }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  /** The tab of an open editor or panel, by its title. */
  tab(title: string | RegExp): Locator {
    return this.#page.getByRole('tab', { name: title });
  }

  /** The pictures that decorations have put into the lines, as the addresses of their style. */
  async linePictures(): Promise<readonly string[]> {
    return this.#page
      .locator('.monaco-editor .view-line span')
      .evaluateAll((spans) =>
        spans
          .flatMap((span) => [getComputedStyle(span, '::after').content, getComputedStyle(span, '::before').content])
          .filter((content) => content.startsWith('url(')),
      );
  }

  /** Keeps a picture of the window as .artifacts/editor/<name>.png. */
  async screenshot(name: string): Promise<void> {
    await this.#page.screenshot({ path: join(this.#artifacts, `${name}.png`) });
  }

  /**
   * In a browser the workbench stores what is open every five seconds, once idle, and not when it ends: a tab that
   * is younger does not outlive the page. On the desktop it stores at its end, and there is nothing to wait for.
   */
  async #openEditorsStored(): Promise<void> {
    const titles = await this.#page.locator('.tabs-container .tab .label-name').allTextContents();
    await expect
      .poll(() => this.#page.evaluate(storedStateNames, titles), { timeout: 90_000, interval: 250 })
      .toBe(true);
  }

  async #closeQuickInput(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.#page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  async #quickInput(key: string, text: string): Promise<void> {
    await this.#page.keyboard.press(key);
    const input = this.#page.locator('.quick-input-widget input.input');
    await input.waitFor();
    await input.fill(text);
  }
}

/** Runs in the page: whether the workbench's store, where the page has one, tells of editors with all these titles. */
async function storedStateNames(titles: readonly string[]): Promise<boolean> {
  const stores = (await indexedDB.databases()).filter(({ name }) => name?.startsWith('vscode-web-state-db-'));
  const done = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error(String(request.error)));
    });
  const states: string[] = [];
  for (const { name } of stores) {
    const store = await done(indexedDB.open(name ?? ''));
    const table = store.transaction('ItemTable').objectStore('ItemTable');
    states.push(String(await done(table.get('memento/workbench.parts.editor'))));
    store.close();
  }
  return states.length === 0 || states.some((state) => titles.every((title) => state.includes(title)));
}
