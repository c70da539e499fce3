import type { AssertStatement, ModelDeclaration } from '../syntax/tree';
import { checkAssertion } from './assertions';
import type { BuildNode } from './buildNode';
import type { FileScope } from './fileScope';
import type { AssertionResult, ModelAnalysis, ModelGraph } from './graph';
import { activationBytes, measureCall } from './measures';
import { ModelBuilder, type BodyResult, type DataLookup } from './modelBuilder';
import type { Problem } from './problem';
import { sumTotals } from './totals';

/** Expands, infers and checks one model. */
export function analyzeModel(
  declaration: ModelDeclaration,
  scope: FileScope,
  data: DataLookup,
  tell: (problem: Problem) => void,
): ModelAnalysis {
  const builder = new ModelBuilder(scope.uri, data, tell);
  const body = builder.buildModel(declaration, scope);
  const outputs = body.outputs.map(({ name, tensor }) => ({ name, node: tensor.node }));
  const reachable = reachableFrom(
    outputs.map(({ node }) => node),
    builder.nodes.factory.nodes,
  );
  const assertions = checkAssertions(builder, reachable);
  for (const [index, node] of reachable.entries()) node.id = index;
  const graph: ModelGraph = {
    name: declaration.name.text,
    nodes: reachable,
    inputs: reachable.filter((node) => node.source !== undefined),
    outputs,
    totals: sumTotals(reachable),
    complete: outputs.length > 0 && !builder.nodes.factory.isFull && reachable.every(isComplete),
  };
  return {
    declaration,
    graph,
    results: builder.nodes.results,
    tensors: new Map([...body.frame.tensors].map(([name, slot]) => [name, slot.statement])),
    layers: body.frame.layers,
    activationBytes: outputs.length === 0 ? null : activationBytes(reachable, new Set(outputs.map(({ node }) => node))),
    assertions,
  };
}

/** Checks the assertions of the model and of the blocks it uses, each against its own body. */
function checkAssertions(builder: ModelBuilder, reachable: readonly BuildNode[]): readonly AssertionResult[] {
  const results: AssertionResult[] = [];
  const inputs = reachable.filter((node) => node.source !== undefined);
  for (const body of builder.bodies) {
    const statements = body.frame.owner.body.statements.filter(
      (statement): statement is AssertStatement => statement.kind === 'Assert',
    );
    if (statements.length === 0) continue;
    const isModel = body.frame.origin.length === 0;
    const nodes = isModel ? reachable : builder.nodes.factory.nodes.slice(body.from, body.to);
    const measured = { nodes, output: body.outputs.at(-1)?.tensor.node, inputs };
    builder.measure = (call, _frame, env) => measureCall(call, measured, env);
    const env = builder.environment(body.frame, body.frame.path);
    for (const statement of statements) {
      const result = checkAssertion(statement, assertionText(statement, body), env);
      if (isModel) results.push(result);
    }
  }
  builder.measure = undefined;
  return results;
}

function assertionText(statement: AssertStatement, body: BodyResult): string {
  return body.frame.scope.file.text.slice(statement.condition.start, statement.condition.end);
}

/** What leads to the outputs, in the order in which it was made; Keras's models leave out the rest too. */
function reachableFrom(outputs: readonly BuildNode[], nodes: readonly BuildNode[]): readonly BuildNode[] {
  const reached = new Set<BuildNode>(outputs);
  const open = [...outputs];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const input of node.inputs) {
      if (reached.has(input)) continue;
      reached.add(input);
      open.push(input);
    }
  }
  return nodes.filter((node) => reached.has(node));
}

function isComplete(node: BuildNode): boolean {
  if (node.output === undefined || node.output.includes(null)) return false;
  if (node.source === undefined && node.inputs.length === 0) return false;
  return Object.values(node.args).every((value) => value !== undefined);
}
