import { analyzeData } from './data/analyzeData';
import type { Diagnostic } from './diagnostics/diagnostic';
import { Diagnostics } from './diagnostics/diagnostics';
import { syntaxProblems } from './diagnostics/syntaxIssue';
import { lintModel } from './diagnostics/lint/lintModel';
import type { LanguageServiceHost, TextDocumentSnapshot } from './index';
import { analyzeModel } from './model/analyzeModel';
import { checkDefaults } from './model/checkDefaults';
import { evaluateKernel } from './model/evaluateKernel';
import { loadFileScope, type FileScope } from './model/fileScope';
import type { DataAnalysis, DocumentAnalysis, ModelAnalysis, TrainAnalysis } from './model/graph';
import { ModelBuilder, type DataLookup } from './model/modelBuilder';
import { openInput } from './model/openInput';
import type { Report } from './model/problem';
import { analyzeTrain } from './model/train/analyzeTrain';
import { parse } from './syntax/parser';
import type { SourceFile } from './syntax/tree';

/**
 * What a document means: its models with shapes and costs, its data, its training set-ups, and every
 * problem once. Total: any text and any answer of the host give an analysis.
 */
export function analyze(document: TextDocumentSnapshot, host: LanguageServiceHost): DocumentAnalysis {
  const file = parseOnce(document.text);
  const scope = loadFileScope(document.uri, file, { host, parse: (_uri, text) => parseOnce(text) });
  const diagnostics = new Diagnostics();
  const report: Report = (problem) => diagnostics.add(problem);
  for (const problem of [...syntaxProblems(file), ...scope.problems]) report(problem);
  for (const declaration of file.declarations) {
    if (declaration.kind === 'Kernel') evaluateKernel(declaration, report);
    if (declaration.kind === 'Defaults') checkDefaults(declaration, scope, report);
  }
  const data = new DataSets(scope, host, report);
  const lookup: DataLookup = { open: (expression, from, tell) => openInput(expression, from, (name) => data.get(name, from), tell) };
  checkBlocks(file, scope, lookup, report);
  const models: ModelAnalysis[] = [];
  for (const declaration of file.declarations) {
    if (declaration.kind !== 'Model') continue;
    const analysis = analyzeModel(declaration, scope, lookup, report);
    models.push(analysis);
    for (const problem of lintModel(analysis, document.uri)) report(problem);
  }
  const trains = analyzeTrains(file, scope, models, data, report);
  return { uri: document.uri, version: document.version, file, scope, models, trains, data: data.all(), diagnostics: inOrder(diagnostics.list) };
}

/** The data sets of a file and of those it imports, each described once. */
class DataSets {
  private readonly known = new Map<object, DataAnalysis>();

  constructor(
    private readonly scope: FileScope,
    private readonly host: LanguageServiceHost,
    private readonly report: Report,
  ) {
    for (const [name] of scope.data) this.get(name, scope);
  }

  get(name: string, from: FileScope): DataAnalysis | undefined {
    const declared = from.data.get(name);
    if (declared === undefined) return undefined;
    const known = this.known.get(declared.node);
    if (known !== undefined) return known;
    // What is wrong in another file is told there.
    const tell: Report = declared.uri === this.scope.uri ? this.report : () => undefined;
    const analysis = analyzeData(declared, from.scopeOf(declared.uri), this.host, tell);
    this.known.set(declared.node, analysis);
    return analysis;
  }

  all(): readonly DataAnalysis[] {
    return [...this.known.values()];
  }
}

function checkBlocks(file: SourceFile, scope: FileScope, lookup: DataLookup, report: Report): void {
  for (const declaration of file.declarations) {
    if (declaration.kind === 'Block') new ModelBuilder(scope.uri, lookup, report, true).checkBlock(declaration, scope);
  }
}

function analyzeTrains(file: SourceFile, scope: FileScope, models: readonly ModelAnalysis[], data: DataSets, report: Report): readonly TrainAnalysis[] {
  const declarations = file.declarations.filter((declaration) => declaration.kind === 'Train');
  const names = declarations.flatMap((declaration) => (declaration.name === undefined ? [] : [declaration.name.text]));
  const modelNames = models.map((model) => model.declaration.name.text);
  return declarations.map((declaration) =>
    analyzeTrain(declaration, {
      model: models.find((model) => model.declaration.name.text === declaration.model.text),
      data: data.get(declaration.data.text, scope),
      models: modelNames,
      dataNames: [...scope.data.keys()],
      setups: [...names, ...declarations.flatMap((other) => (other.name === undefined ? [other.model.text] : []))],
      scope,
      report,
    }),
  );
}

const lastFiles = new Map<string, SourceFile>();
const filesKept = 16;

/** Parsing is pure: the same text is parsed once, the last few texts are kept. */
function parseOnce(text: string): SourceFile {
  const known = lastFiles.get(text);
  if (known !== undefined) return known;
  const file = parse(text);
  lastFiles.set(text, file);
  const [oldest] = lastFiles.keys();
  if (lastFiles.size > filesKept && oldest !== undefined) lastFiles.delete(oldest);
  return file;
}

function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}
