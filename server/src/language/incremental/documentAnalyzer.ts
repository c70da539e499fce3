import { analyzeData } from '../data/analyzeData';
import type { DataAnswer, DataHost, DataRequest } from '../data/description';
import type { Diagnostic } from '../diagnostics/diagnostic';
import { Diagnostics } from '../diagnostics/diagnostics';
import { lintModel } from '../diagnostics/lint/lintModel';
import { syntaxProblems } from '../diagnostics/syntaxIssue';
import type { LanguageServiceHost, TextDocumentSnapshot } from '../index';
import { analyzeModel } from '../model/analyzeModel';
import { checkDefaults } from '../model/checkDefaults';
import { evaluateKernel } from '../model/evaluateKernel';
import { loadFileScope, type FileScope } from '../model/fileScope';
import type { DataAnalysis, Declared, DocumentAnalysis, ModelAnalysis, TrainAnalysis } from '../model/graph';
import { ModelBuilder, type DataLookup } from '../model/modelBuilder';
import { openInput } from '../model/openInput';
import type { Report } from '../model/problem';
import { analyzeTrain } from '../model/train/analyzeTrain';
import { parse } from '../syntax/parser';
import { reparse, type TextChange } from '../syntax/reparse';
import type { DataDeclaration, Declaration, SourceFile, TrainDeclaration } from '../syntax/tree';
import { AnalysisCache } from './analysisCache';
import { dependenciesOf, isSameList } from './dependencies';

const untouched: TextChange = { start: Infinity, oldEnd: Infinity, newEnd: Infinity, movesLines: false };

/**
 * Analyzes one document from version to version. Each answer equals that of a fresh analysis; declarations
 * of which neither the text nor anything that they hang on has changed keep theirs. An answer is valid until
 * the next is asked for: its tree is then turned into the new one.
 */
export class DocumentAnalyzer {
  private file: SourceFile | undefined;
  private readonly checks = new AnalysisCache<undefined>();
  private readonly models = new AnalysisCache<ModelAnalysis>();
  private readonly trains = new AnalysisCache<TrainAnalysis>();
  private readonly data = new AnalysisCache<DescribedData>();
  private readonly imported = new Map<string, SourceFile>();
  /** Everything that declarations can hang on, and what each was found to hang on among it. */
  private surroundings: readonly unknown[] = [];
  private known = new WeakMap<Declaration, readonly unknown[]>();

  update(document: TextDocumentSnapshot, host: LanguageServiceHost): DocumentAnalysis {
    const { file, change } = this.read(document.text);
    for (const cache of [this.checks, this.models, this.trains, this.data]) cache.begin(change);
    const imports: SourceFile[] = [];
    const parseImported = (uri: string, text: string): SourceFile => {
      const imported = this.parseImported(uri, text);
      imports.push(imported);
      return imported;
    };
    const scope = loadFileScope(document.uri, file, { host, parse: parseImported });
    const diagnostics = new Diagnostics();
    const report: Report = (problem) => diagnostics.add(problem);
    for (const problem of [...syntaxProblems(file), ...scope.problems]) report(problem);
    const names = [scope.blocks, scope.kernels, scope.data, scope.models]
      .map((declared) => [...declared.keys()].join(' '))
      .join('\n');
    const version: Version = { file, scope, host, names, report, dataOf: new Map() };

    const described = [...scope.data.keys()].map((name) => this.describe(name, scope, version));
    this.surround([
      ...file.declarations.filter(({ kind }) => kind !== 'Model' && kind !== 'Train'),
      ...imports,
      ...described,
    ]);
    const check = (declaration: Declaration, compute: (tell: Report) => void): void => {
      this.checks.get(declaration, this.dependencies(declaration, version), names, report, (tell) => {
        compute(tell);
        return undefined;
      });
    };
    for (const declaration of file.declarations) {
      if (declaration.kind === 'Kernel') check(declaration, (tell) => evaluateKernel(declaration, tell));
      if (declaration.kind === 'Defaults') check(declaration, (tell) => checkDefaults(declaration, scope, tell));
    }
    const lookup: DataLookup = {
      open: (expression, from, tell) => openInput(expression, from, (name) => this.describe(name, from, version), tell),
    };
    for (const declaration of file.declarations) {
      if (declaration.kind === 'Block')
        check(declaration, (tell) => new ModelBuilder(scope.uri, lookup, tell, true).checkBlock(declaration, scope));
    }
    const models = file.declarations.flatMap((declaration) => {
      if (declaration.kind !== 'Model') return [];
      return this.models.get(declaration, this.dependencies(declaration, version), names, report, (tell) => {
        const analysis = analyzeModel(declaration, scope, lookup, tell);
        for (const problem of lintModel(analysis, document.uri)) tell(problem);
        return analysis;
      });
    });
    const trains = this.analyzeTrains(models, version);
    const data = [...version.dataOf.values()];
    return {
      uri: document.uri,
      version: document.version,
      file,
      scope,
      models,
      trains,
      data,
      diagnostics: inOrder(diagnostics.list),
    };
  }

  private read(text: string): { readonly file: SourceFile; readonly change: TextChange } {
    if (this.file !== undefined) return { file: this.file, change: reparse(this.file, text) };
    this.file = parse(text);
    return { file: this.file, change: untouched };
  }

  /** The same text gives the same tree, so that what hangs on it is known to be unchanged. */
  private parseImported(uri: string, text: string): SourceFile {
    const known = this.imported.get(uri);
    if (known?.text === text) return known;
    const file = parse(text);
    this.imported.set(uri, file);
    return file;
  }

  /** Models and set-ups hang on nothing but themselves and these. */
  private surround(surroundings: readonly unknown[]): void {
    if (!isSameList(this.surroundings, surroundings)) this.known = new WeakMap();
    this.surroundings = surroundings;
  }

  private dependencies(declaration: Declaration, version: Version): readonly unknown[] {
    const known = this.known.get(declaration);
    if (known !== undefined) return known;
    const found = dependenciesOf(declaration, version.scope, (name, from) => this.describe(name, from, version));
    this.known.set(declaration, found);
    return found;
  }

  /** A data set of a file or of those it imports, described once a version. */
  private describe(name: string, from: FileScope, version: Version): DataAnalysis | undefined {
    const declared = from.data.get(name);
    if (declared === undefined) return undefined;
    return version.dataOf.get(declared.node) ?? this.describeOnce(declared, from, version);
  }

  private describeOnce(declared: Declared<DataDeclaration>, from: FileScope, version: Version): DataAnalysis {
    // What is wrong in another file is told there.
    const report: Report = declared.uri === version.scope.uri ? version.report : () => undefined;
    const scope = from.scopeOf(declared.uri);
    const dependencies = dependenciesOf(declared.node, scope, () => undefined);
    const describeAll = (tell: Report): DescribedData => {
      const asked: Asked[] = [];
      const host: DataHost = {
        describe: (request) => {
          const answer = version.host.describe(request);
          asked.push({ request, answer });
          return answer;
        },
      };
      return { analysis: analyzeData(declared, scope, host, tell), asked };
    };
    const isStill = ({ asked }: DescribedData): boolean =>
      asked.every(({ request, answer }) => isSameAnswer(answer, version.host.describe(request)));
    const { analysis } = this.data.get(declared.node, dependencies, version.names, report, describeAll, isStill);
    version.dataOf.set(declared.node, analysis);
    return analysis;
  }

  private analyzeTrains(models: readonly ModelAnalysis[], version: Version): readonly TrainAnalysis[] {
    const { scope, names, report } = version;
    const declarations = version.file.declarations.filter((declaration) => declaration.kind === 'Train');
    const setups = setupNames(declarations);
    const modelNames = models.map((model) => model.declaration.name.text);
    return declarations.map((declaration) => {
      const model = models.find((candidate) => candidate.declaration.name.text === declaration.model.text);
      const data = this.describe(declaration.data.text, scope, version);
      const dependencies = [...this.dependencies(declaration, version), model, data, setups.join('\n')];
      return this.trains.get(declaration, dependencies, `${names}\n${modelNames.join(' ')}`, report, (tell) =>
        analyzeTrain(declaration, {
          model,
          data,
          models: modelNames,
          dataNames: [...scope.data.keys()],
          setups,
          scope,
          report: tell,
        }),
      );
    });
  }
}

/** One version while it is analyzed. */
interface Version {
  readonly file: SourceFile;
  readonly scope: FileScope;
  readonly host: LanguageServiceHost;
  readonly names: string;
  readonly report: Report;
  readonly dataOf: Map<Declaration, DataAnalysis>;
}

/** A data set with what the host was asked for it. */
interface DescribedData {
  readonly analysis: DataAnalysis;
  readonly asked: readonly Asked[];
}

interface Asked {
  readonly request: DataRequest;
  readonly answer: DataAnswer;
}

function isSameAnswer(a: DataAnswer, b: DataAnswer): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** For `weights:`; names first, then the models of set-ups without one. */
function setupNames(declarations: readonly TrainDeclaration[]): readonly string[] {
  const named = declarations.flatMap(({ name }) => (name === undefined ? [] : [name.text]));
  return [...named, ...declarations.flatMap(({ name, model }) => (name === undefined ? [model.text] : []))];
}

function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}
