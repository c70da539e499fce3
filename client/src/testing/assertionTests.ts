import { l10n, Range, TestMessage, TestRunProfileKind, tests, workspace } from 'vscode';
import type {
  CancellationToken,
  ExtensionContext,
  TestController,
  TestItem,
  TestRun,
  TestRunRequest,
  TextDocument,
  Uri,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  assertionsRequest,
  type AssertionsParams,
  type FoundAssertion,
} from '../../../server/src/protocol/assertionsRequest';
import { assertionsResultSchema } from '../../../server/src/protocol/assertionsSchema';
import type { Training } from '../training/training';
import { trainToEnd } from '../training/trainToEnd';
import { groupBy } from './groupBy';

/**
 * The assertions of the workspace in the test explorer: a file, its models and set-ups, their assertions. "Check"
 * says what holds as the text stands; "Train and Check" also trains what asserts something of a training.
 */
export function registerAssertionTests(
  context: ExtensionContext,
  client: BaseLanguageClient,
  training: Training,
): void {
  const controller = tests.createTestController('shapewright.assertions', l10n.t('Shapewright Assertions'));
  const suite = new AssertionSuite(controller, client, training);
  controller.resolveHandler = (item) => (item === undefined ? suite.findFiles() : suite.read(item));
  controller.refreshHandler = () => suite.findFiles();
  const profile = (name: string, isDefault: boolean, trains: boolean): void => {
    controller.createRunProfile(
      name,
      TestRunProfileKind.Run,
      (request, token) => suite.run(request, token, trains),
      isDefault,
    );
  };
  profile(l10n.t('Check'), true, false);
  profile(l10n.t('Train and Check'), false, true);
  context.subscriptions.push(
    controller,
    workspace.onDidOpenTextDocument((document) => suite.follow(document)),
    workspace.onDidChangeTextDocument(({ document }) => suite.follow(document)),
    workspace.onDidDeleteFiles(({ files }) => files.forEach((uri) => controller.items.delete(uri.toString()))),
  );
  workspace.textDocuments.forEach((document) => suite.follow(document));
}

/** More files than this are found by opening them. */
const mostFiles = 500;

class AssertionSuite {
  /** What each assertion's item stands for. */
  readonly #found = new WeakMap<TestItem, FoundAssertion>();

  constructor(
    private readonly controller: TestController,
    private readonly client: BaseLanguageClient,
    private readonly training: Training,
  ) {}

  async findFiles(): Promise<void> {
    const files = await workspace.findFiles('**/*.nn', '**/node_modules/**', mostFiles);
    for (const uri of files) this.#fileItem(uri);
  }

  /** An open document says by itself what it asserts; one without assertions is no entry. */
  follow(document: TextDocument): void {
    if (document.languageId !== 'nn' || document.uri.scheme === 'git') return;
    const read = this.read(this.#fileItem(document.uri));
    read.catch((error: unknown) => this.training.log.warn(`assertions could not be read: ${String(error)}`));
  }

  async read(item: TestItem): Promise<void> {
    if (item.uri === undefined || item.parent !== undefined) return;
    const document = await workspace.openTextDocument(item.uri);
    const assertions = await this.#ask(document);
    const owners = groupBy(assertions, ({ kind, owner }) => `${kind}:${owner}`);
    item.children.replace(
      [...owners].map(([id, group]) => {
        const owner = this.controller.createTestItem(id, group[0]?.owner ?? id, document.uri);
        owner.children.replace(group.map((assertion, index) => this.#assertionItem(document, assertion, index)));
        return owner;
      }),
    );
    if (assertions.length === 0) this.controller.items.delete(item.id);
  }

  async run(request: TestRunRequest, token: CancellationToken, trains: boolean): Promise<void> {
    const run = this.controller.createTestRun(request);
    const excluded = new Set(request.exclude);
    try {
      for (const file of filesOf(request.include ?? [...this.controller.items].map(([, item]) => item))) {
        if (token.isCancellationRequested) break;
        await this.read(file);
        const wanted = leavesOf(file).filter(
          (leaf) => isWithin(leaf, request.include) && !lineOf(leaf).some((item) => excluded.has(item)),
        );
        await this.#check(wanted, { run, token, trains });
      }
    } finally {
      run.end();
    }
  }

  async #check(
    items: readonly TestItem[],
    { run, token, trains }: { readonly run: TestRun; readonly token: CancellationToken; readonly trains: boolean },
  ): Promise<void> {
    const entries = items.flatMap((item) => {
      const assertion = this.#found.get(item);
      return assertion === undefined || item.uri === undefined ? [] : [{ item, assertion, uri: item.uri }];
    });
    for (const { item, assertion } of entries.filter(({ assertion }) => assertion.kind === 'model'))
      report(run, item, assertion.holds, assertion.explanation);
    const trained = groupBy(
      entries.filter(({ assertion }) => assertion.kind === 'train'),
      ({ assertion }) => assertion.owner,
    );
    for (const [train, group] of trained) {
      const [first] = group;
      if (!trains || first === undefined || token.isCancellationRequested) {
        group.forEach(({ item }) => run.skipped(item));
        continue;
      }
      group.forEach(({ item }) => run.started(item));
      await this.#train({ uri: first.uri.toString(), train }, group, { run, token });
    }
  }

  async #train(
    target: { readonly uri: string; readonly train: string },
    group: readonly { readonly item: TestItem; readonly assertion: FoundAssertion }[],
    { run, token }: { readonly run: TestRun; readonly token: CancellationToken },
  ): Promise<void> {
    try {
      const trained = await trainToEnd(this.training, target, token);
      const outcomes = trained.history.events().findLast((event) => event.event === 'end')?.assertions ?? [];
      for (const { item, assertion } of group) {
        const outcome = outcomes.find(({ text }) => text === assertion.text);
        const why = trained.condition.error?.message ?? l10n.t('the training ended before it could be checked');
        report(
          run,
          item,
          outcome?.holds ?? null,
          outcome === undefined ? why : `${assertion.text}: ${outcome.value ?? '?'}`,
        );
      }
    } catch (error) {
      const message = new TestMessage(error instanceof Error ? error.message : String(error));
      group.forEach(({ item }) => run.errored(item, message));
    }
  }

  async #ask(document: TextDocument): Promise<readonly FoundAssertion[]> {
    const params: AssertionsParams = { uri: document.uri.toString() };
    return assertionsResultSchema.parse(await this.client.sendRequest<unknown>(assertionsRequest, params)) ?? [];
  }

  #fileItem(uri: Uri): TestItem {
    const known = this.controller.items.get(uri.toString());
    if (known !== undefined) return known;
    const item = this.controller.createTestItem(uri.toString(), workspace.asRelativePath(uri), uri);
    item.canResolveChildren = true;
    this.controller.items.add(item);
    return item;
  }

  #assertionItem(document: TextDocument, assertion: FoundAssertion, index: number): TestItem {
    const item = this.controller.createTestItem(`${index}:${assertion.text}`, assertion.text, document.uri);
    item.range = new Range(document.positionAt(assertion.start), document.positionAt(assertion.end));
    this.#found.set(item, assertion);
    return item;
  }
}

/** What holds, what does not, and what cannot be said yet. */
function report(run: TestRun, item: TestItem, holds: boolean | null, explanation: string): void {
  if (holds === true) return run.passed(item);
  const message = new TestMessage(explanation);
  if (holds === null) run.errored(item, message);
  else run.failed(item, message);
}

/** An item with everything above it. */
function lineOf(item: TestItem): readonly TestItem[] {
  return item.parent === undefined ? [item] : [item, ...lineOf(item.parent)];
}

function filesOf(items: readonly TestItem[]): readonly TestItem[] {
  return [...new Set(items.flatMap((item) => lineOf(item).at(-1) ?? []))];
}

function leavesOf(item: TestItem): readonly TestItem[] {
  const children = [...item.children].map(([, child]) => child);
  return children.length === 0 ? [item] : children.flatMap(leavesOf);
}

/** Items are made anew when a file is read: what was chosen is told by its names. */
function isWithin(leaf: TestItem, chosen: readonly TestItem[] | undefined): boolean {
  const pathOf = (item: TestItem): string =>
    lineOf(item)
      .map(({ id }) => id)
      .reverse()
      .join('\0');
  return chosen === undefined || chosen.some((item) => `${pathOf(leaf)}\0`.startsWith(`${pathOf(item)}\0`));
}
