import type { Declared, DocumentAnalysis } from '../model/graph';
import type {
  BlockDeclaration,
  Call,
  DataDeclaration,
  FlowStatement,
  KernelDeclaration,
  LayerStatement,
  ModelDeclaration,
  Name,
  Parameter,
  Span,
  SyntaxNode,
  TrainDeclaration,
} from '../syntax/tree';
import { childrenOf, nameAt } from '../syntax/traverse';

/** What a person may name in a file. */
export type TargetNode =
  | FlowStatement
  | LayerStatement
  | Parameter
  | BlockDeclaration
  | KernelDeclaration
  | DataDeclaration
  | ModelDeclaration
  | TrainDeclaration;

/** Something with a name, and where it got it. */
export interface Target {
  readonly name: string;
  readonly uri: string;
  /** The name in the declaration. */
  readonly span: Span;
  readonly node: TargetNode;
}

export interface Occurrence {
  readonly span: Span;
  readonly isDeclaration: boolean;
}

/** A body with names of its own. */
export type Container = BlockDeclaration | ModelDeclaration;

/** What the name at an offset means; undefined for layers of the library, arguments, words. */
export function targetAt(
  analysis: DocumentAnalysis,
  offset: number,
): { readonly target: Target; readonly name: Name } | undefined {
  const found = nameAt(analysis.file, offset);
  if (found === undefined) return undefined;
  const target = targetOf(analysis, found.path);
  return target === undefined ? undefined : { target, name: found.name };
}

/** What the name at the end of a path (outermost node first) means. */
export function targetOf(analysis: DocumentAnalysis, path: readonly SyntaxNode[]): Target | undefined {
  const name = path.at(-1);
  const parent = path.at(-2);
  if (name?.kind !== 'Name' || parent === undefined) return undefined;
  switch (parent.kind) {
    case 'Data':
    case 'Kernel':
    case 'Block':
    case 'Model':
    case 'Parameter':
    case 'Layer':
    case 'Flow':
      return local(analysis, parent, name);
    case 'Train':
      if (name === parent.name) return local(analysis, parent, name);
      return name === parent.model
        ? declared(analysis.scope.models, name.text)
        : declared(analysis.scope.data, name.text);
    case 'Input':
      return declared(analysis.scope.data, name.text);
    case 'Argument':
      return argumentTarget(analysis, path);
    case 'Entry':
      return outputOf(analysis, path, name.text);
    case 'Call':
      return callTarget(analysis, path, parent);
    default:
      return undefined;
  }
}

/** The named things of a body; the first of a name wins. */
export function namesOf(container: Container): ReadonlyMap<string, FlowStatement | LayerStatement | Parameter> {
  const known = containerNames.get(container);
  if (known !== undefined) return known;
  const names = new Map<string, FlowStatement | LayerStatement | Parameter>();
  const add = (node: FlowStatement | LayerStatement | Parameter): void => {
    if (node.name !== undefined && node.name.text !== '' && !names.has(node.name.text)) names.set(node.name.text, node);
  };
  if (container.kind === 'Block') container.parameters.forEach(add);
  for (const statement of container.body.statements) if (statement.kind !== 'Assert') add(statement);
  containerNames.set(container, names);
  return names;
}

/** The block or model around a node. */
export function containerOf(path: readonly SyntaxNode[]): Container | undefined {
  return path.find((node): node is Container => node.kind === 'Block' || node.kind === 'Model');
}

/** Every place of a document where a target is named, in the order of the text. */
export function occurrencesOf(analysis: DocumentAnalysis, target: Target): readonly Occurrence[] {
  const found: Occurrence[] = [];
  const path: SyntaxNode[] = [];
  const visit = (node: SyntaxNode): void => {
    path.push(node);
    if (node.kind === 'Name') {
      if (node.text === target.name) {
        const here = targetOf(analysis, path);
        if (here !== undefined && isSame(here, target)) {
          found.push({ span: node, isDeclaration: analysis.uri === target.uri && node.start === target.span.start });
        }
      }
    } else for (const child of childrenOf(node)) visit(child);
    path.pop();
  };
  visit(analysis.file);
  return found;
}

export function isSame(a: Target, b: Target): boolean {
  return a.uri === b.uri && a.span.start === b.span.start;
}

const containerNames = new WeakMap<Container, ReadonlyMap<string, FlowStatement | LayerStatement | Parameter>>();

function local(analysis: DocumentAnalysis, node: TargetNode, name: Name): Target | undefined {
  return name.text === '' ? undefined : { name: name.text, uri: analysis.uri, span: name, node };
}

function declared(
  declarations: ReadonlyMap<
    string,
    Declared<BlockDeclaration | KernelDeclaration | DataDeclaration | ModelDeclaration>
  >,
  name: string,
): Target | undefined {
  const found = declarations.get(name);
  return found === undefined ? undefined : { name, uri: found.uri, span: found.node.name, node: found.node };
}

function inContainer(analysis: DocumentAnalysis, container: Container | undefined, name: string): Target | undefined {
  const node = container === undefined ? undefined : namesOf(container).get(name);
  return node?.name === undefined ? undefined : { name, uri: analysis.uri, span: node.name, node };
}

/** `stride=` at the use of a block is the block's parameter. */
function argumentTarget(analysis: DocumentAnalysis, path: readonly SyntaxNode[]): Target | undefined {
  const name = path.at(-1);
  const call = path.at(-4);
  if (name?.kind !== 'Name' || call?.kind !== 'Call') return undefined;
  const block = analysis.scope.blocks.get(call.callee.text);
  const shared = inContainer(analysis, containerOf(path), call.callee.text);
  if (block === undefined || shared?.node.kind === 'Layer') return undefined;
  const parameter = block.node.parameters.find((candidate) => candidate.name.text === name.text);
  return parameter === undefined
    ? undefined
    : { name: name.text, uri: block.uri, span: parameter.name, node: parameter };
}

function callTarget(analysis: DocumentAnalysis, path: readonly SyntaxNode[], call: Call): Target | undefined {
  const name = call.callee.text;
  const train = path.find((node) => node.kind === 'Train');
  if (train?.kind === 'Train') return trainTarget(analysis, path, train, name);

  const around = path.at(-3);
  const container = containerOf(path);
  const isStep = around?.kind === 'Step' && around.call === call;
  const isLayer = around?.kind === 'Layer';
  if (isStep || isLayer || call.args !== undefined) {
    const shared = isLayer ? undefined : inContainer(analysis, container, name);
    if (shared?.node.kind === 'Layer') return shared;
    return declared(analysis.scope.blocks, name);
  }
  if (around?.kind === 'List' && path.at(-4)?.kind === 'Input') return undefined;
  return inContainer(analysis, container, name) ?? declared(analysis.scope.kernels, name);
}

/** `weights:` names a set-up, `freeze:` layers and tensors of the model. */
function trainTarget(
  analysis: DocumentAnalysis,
  path: readonly SyntaxNode[],
  train: TrainDeclaration,
  name: string,
): Target | undefined {
  const key = path.find((node) => node.kind === 'Entry');
  if (key?.kind !== 'Entry' || key.key.kind !== 'Name') return undefined;
  if (key.key.text === 'weights') {
    const setUp = analysis.file.declarations.find((node) => node.kind === 'Train' && node.name?.text === name);
    return setUp?.kind === 'Train' && setUp.name !== undefined
      ? { name, uri: analysis.uri, span: setUp.name, node: setUp }
      : undefined;
  }
  return key.key.text === 'freeze' ? inModel(analysis, train, name) : undefined;
}

function outputOf(analysis: DocumentAnalysis, path: readonly SyntaxNode[], name: string): Target | undefined {
  const train = path.find((node) => node.kind === 'Train');
  const isNested = path.filter((node) => node.kind === 'Entry').length > 1;
  if (train?.kind !== 'Train' || !isNested) return undefined;
  const key = path.find((node) => node.kind === 'Entry');
  if (key?.kind === 'Entry' && key.key.kind === 'Name' && key.key.text === 'class_weight') return undefined;
  const target = inModel(analysis, train, name);
  return target?.node.kind === 'Flow' && target.node.isOutput ? target : undefined;
}

function inModel(analysis: DocumentAnalysis, train: TrainDeclaration, name: string): Target | undefined {
  const model = analysis.scope.models.get(train.model.text);
  const node = model === undefined ? undefined : namesOf(model.node).get(name);
  return model === undefined || node?.name === undefined ? undefined : { name, uri: model.uri, span: node.name, node };
}
