import type { KernelValue } from '../layers/definition';
import type { LanguageServiceHost } from '../index';
import type {
  Declaration,
  DefaultsDeclaration,
  ImportDeclaration,
  KernelDeclaration,
  SourceFile,
} from '../syntax/tree';
import { layerRegistry } from '../layers/registry';
import type { Declared, Scope } from './graph';
import { duplicateName } from '../diagnostics/duplicateName';
import { importProblem } from '../diagnostics/importProblem';
import { evaluateKernel } from './evaluateKernel';
import type { Problem } from './problem';

/** A file with what its names mean and the defaults that hold in it. */
export interface FileScope extends Scope {
  readonly uri: string;
  readonly file: SourceFile;
  /** By layer name, in source order. */
  readonly defaults: ReadonlyMap<string, readonly DefaultsDeclaration[]>;
  /** The scope in which a declaration was written: this file's or an imported one's. */
  scopeOf(uri: string): FileScope;
  kernel(name: string): KernelValue | undefined;
  /** What is wrong with declarations and imports of this file. */
  readonly problems: readonly Problem[];
}

/** Where scopes come from: parses each file once for an analysis. */
export interface ScopeLoader {
  readonly host: LanguageServiceHost;
  parse(uri: string, text: string): SourceFile;
}

/** The scope of a file and, through its imports, of the files it names. Import cycles are harmless. */
export function loadFileScope(uri: string, file: SourceFile, loader: ScopeLoader): FileScope {
  return load(uri, file, loader, new Map());
}

class LoadedScope implements FileScope {
  readonly blocks = new Map<string, Declared<Extract<Declaration, { kind: 'Block' }>>>();
  readonly kernels = new Map<string, Declared<KernelDeclaration>>();
  readonly data = new Map<string, Declared<Extract<Declaration, { kind: 'Data' }>>>();
  readonly models = new Map<string, Declared<Extract<Declaration, { kind: 'Model' }>>>();
  readonly defaults = new Map<string, DefaultsDeclaration[]>();
  readonly problems: Problem[] = [];
  private readonly kernelValues = new Map<string, KernelValue | undefined>();

  constructor(
    readonly uri: string,
    readonly file: SourceFile,
    private readonly loaded: ReadonlyMap<string, FileScope>,
  ) {}

  scopeOf(uri: string): FileScope {
    return this.loaded.get(uri) ?? this;
  }

  kernel(name: string): KernelValue | undefined {
    if (this.kernelValues.has(name)) return this.kernelValues.get(name);
    const declared = this.kernels.get(name);
    const value = declared && evaluateKernel(declared.node, () => undefined);
    this.kernelValues.set(name, value);
    return value;
  }
}

function load(uri: string, file: SourceFile, loader: ScopeLoader, loaded: Map<string, FileScope>): FileScope {
  const scope = new LoadedScope(uri, file, loaded);
  loaded.set(uri, scope);
  for (const declaration of file.declarations) declare(scope, declaration);
  for (const declaration of file.declarations) {
    if (declaration.kind === 'Import') importInto(scope, declaration, loader, loaded);
  }
  return scope;
}

function declare(scope: LoadedScope, declaration: Declaration): void {
  const declared = { uri: scope.uri, file: scope.file };
  switch (declaration.kind) {
    case 'Block':
      return addTo(scope, scope.blocks, { ...declared, node: declaration });
    case 'Kernel':
      return addTo(scope, scope.kernels, { ...declared, node: declaration });
    case 'Data':
      return addTo(scope, scope.data, { ...declared, node: declaration });
    case 'Model':
      return addTo(scope, scope.models, { ...declared, node: declaration });
    case 'Defaults': {
      const name = layerRegistry.get(declaration.layer.text)?.name ?? declaration.layer.text;
      const list = scope.defaults.get(name) ?? [];
      list.push(declaration);
      scope.defaults.set(name, list);
      return;
    }
    case 'Import':
    case 'Train':
      return;
  }
}

function addTo<T extends Extract<Declaration, { kind: 'Block' | 'Kernel' | 'Data' | 'Model' }>>(
  scope: LoadedScope,
  names: Map<string, Declared<T>>,
  declared: Declared<T>,
): void {
  const name = declared.node.name;
  if (name.text === '') return;
  const first = names.get(name.text);
  if (first === undefined) names.set(name.text, declared);
  else scope.problems.push(duplicateName(name, first.node.name));
}

function importInto(
  scope: LoadedScope,
  declaration: ImportDeclaration,
  loader: ScopeLoader,
  loaded: Map<string, FileScope>,
): void {
  const path = declaration.path;
  if (path.kind !== 'Text') return;
  const uri = loader.host.resolve(scope.uri, path.value);
  const text = uri === undefined ? undefined : loader.host.readFile(uri);
  if (uri === undefined || text === undefined) {
    scope.problems.push(importProblem(path, uri === undefined ? 'outside' : 'missing'));
    return;
  }
  const imported = loaded.get(uri) ?? load(uri, loader.parse(uri, text), loader, loaded);
  adopt(scope.blocks, imported.blocks, uri);
  adopt(scope.kernels, imported.kernels, uri);
  adopt(scope.data, imported.data, uri);
}

/** Takes over what another file declares itself; its own imports stay with it. */
function adopt<T>(into: Map<string, Declared<T>>, from: ReadonlyMap<string, Declared<T>>, uri: string): void {
  for (const [name, declared] of from) {
    if (declared.uri === uri && !into.has(name)) into.set(name, declared);
  }
}
