/**
 * Finds the structure that a person would write: uses of a block that differ in arguments alone become calls of one
 * function, whose parameters are what differs; layers and blocks in a row that are alike become loops. It reads the
 * expanded graph, so that what it gives is what the model is, whatever guards and arithmetic the text has.
 */
import type { GraphNode, ModelGraph, Scope } from '../../../language/model/graph';
import {
  inputsOf,
  outputsOf,
  type BlockPlan,
  type BlockUse,
  type CallArgument,
  type Element,
  type LayerCall,
  type ModelPlan,
  type PlanItem,
} from './modelPlan';
import { isUse, usesOfBlocks, type RawElement, type RawUse } from './usesOfBlocks';

export interface PlanOptions {
  readonly callOf: (node: GraphNode) => LayerCall;
  /** Gives the names of the blocks' parameters. */
  readonly scope?: Scope | undefined;
}

export function planModel(graph: ModelGraph, { callOf, scope }: PlanOptions): ModelPlan {
  const facts = factsOf(graph);
  const blocks: BlockPlan[] = [];
  const planned = new Map<RawUse, BlockUse>();
  const raw = usesOfBlocks(graph);
  const build = (elements: readonly RawElement[], within: string): readonly PlanItem[] =>
    joinRuns(
      elements.map((element): Element => {
        if (!isUse(element)) return { kind: 'layer', path: element.owner.path, node: element, call: callOf(element) };
        const use = planned.get(element);
        if (use === undefined) throw new Error(`${element.path} was not planned`);
        return use;
      }),
      within,
      facts,
    );
  // The innermost first: what a use of a block passes is known once all uses of it are.
  for (const level of levels(raw)) {
    const families = new Map<string, Draft[]>();
    for (const use of level) {
      const draft = draftOf(use, build(use.elements, use.path), facts);
      const key = `${use.block}\n${draft.skeleton}`;
      families.set(key, [...(families.get(key) ?? []), draft]);
    }
    for (const drafts of families.values()) {
      const plan = unify(drafts, blocks, declaredBy(scope, drafts[0]?.use.block ?? ''));
      blocks.push(plan.block);
      for (const [draft, use] of plan.uses) planned.set(draft.use, use);
    }
  }
  return { graph, blocks, items: build(raw, '') };
}

/** What a block use passes for the parameters of its plan. */
export function passedBy(use: BlockUse): readonly CallArgument[] {
  return use.plan.parameters.map((name, parameter) => {
    for (const [place, item] of use.items.entries()) {
      const slot = item.slots.find((_, index) => use.plan.parameterAt(place, index) === parameter);
      if (slot !== undefined) return { name, text: slot.text };
    }
    throw new Error(`${use.path} passes no ${name}`);
  });
}

interface Facts {
  readonly consumers: ReadonlyMap<GraphNode, readonly GraphNode[]>;
  readonly results: ReadonlySet<GraphNode>;
}

function factsOf({ nodes, outputs }: ModelGraph): Facts {
  const consumers = new Map<GraphNode, GraphNode[]>();
  for (const node of nodes)
    for (const input of node.inputs) consumers.set(input, [...(consumers.get(input) ?? []), node]);
  return { consumers, results: new Set(outputs.map(({ node }) => node)) };
}

/** All uses, those without uses inside first. */
function levels(elements: readonly RawElement[]): readonly (readonly RawUse[])[] {
  const byHeight: RawUse[][] = [];
  const visit = (use: RawUse): number => {
    const height = use.elements.filter(isUse).reduce((most, inner) => Math.max(most, visit(inner) + 1), 0);
    (byHeight[height] ??= []).push(use);
    return height;
  };
  for (const element of elements) if (isUse(element)) visit(element);
  return byHeight;
}

interface Draft {
  readonly use: RawUse;
  readonly items: readonly PlanItem[];
  readonly inputs: readonly GraphNode[];
  readonly outputs: readonly GraphNode[];
  /** All but the texts of the slots: equal skeletons are one function. */
  readonly skeleton: string;
}

function draftOf(use: RawUse, items: readonly PlanItem[], { consumers, results }: Facts): Draft {
  const own = new Set(use.nodes);
  const inputs = [...new Set(use.nodes.flatMap((node) => node.inputs.filter((input) => !own.has(input))))];
  const outputs = use.nodes.filter(
    (node) => results.has(node) || (consumers.get(node) ?? []).some((consumer) => !own.has(consumer)),
  );
  const places = new Map<GraphNode, string>(inputs.map((node, index) => [node, `in${index}`]));
  const lines = items.map((item, index) => {
    const [first] = item.elements;
    const last = item.elements.at(-1);
    if (first === undefined || last === undefined) throw new Error('an item has no element');
    const line = [kindOf(first), item.base, item.start, ...inputsOf(first).map((input) => places.get(input))].join(' ');
    outputsOf(last).forEach((output, place) => places.set(output, `${index}.${place}`));
    return line;
  });
  const skeleton = [...lines, ...outputs.map((output) => places.get(output))].join('\n');
  return { use, items, inputs, outputs, skeleton };
}

/** What may not differ between the uses of one function. */
function kindOf(element: Element): string {
  if (element.kind === 'block') return `${element.plan.block}#${element.plan.variant}`;
  return `${element.call.callee}(${element.call.args.map(({ name }) => name).join()})`;
}

function unify(
  drafts: readonly Draft[],
  known: readonly BlockPlan[],
  declared: readonly string[],
): { readonly block: BlockPlan; readonly uses: readonly (readonly [Draft, BlockUse])[] } {
  const [first] = drafts;
  if (first === undefined) throw new Error('a family has no use');
  const { parameters, places } = findParameters(drafts, declared);
  const block: BlockPlan = {
    block: first.use.block,
    variant: known.filter((plan) => plan.block === first.use.block).length + 1,
    parameters,
    declared: declared.filter((name) => !parameters.includes(name)),
    parameterAt: (item, slot) => places.get(`${item}:${slot}`),
    get template() {
      return template;
    },
  };
  const uses = drafts.map((draft): readonly [Draft, BlockUse] => [
    draft,
    {
      kind: 'block',
      path: draft.use.path,
      items: draft.items,
      inputs: draft.inputs,
      outputs: draft.outputs,
      plan: block,
    },
  ]);
  const template = uses[0]?.[1] ?? ({} as BlockUse);
  return { block, uses };
}

/** Slots that always differ alike are one parameter. */
function findParameters(
  drafts: readonly Draft[],
  declared: readonly string[],
): { readonly parameters: readonly string[]; readonly places: ReadonlyMap<string, number> } {
  const parameters: string[] = [];
  const byTexts = new Map<string, number>();
  const places = new Map<string, number>();
  drafts[0]?.items.forEach((item, place) =>
    item.slots.forEach((slot, index) => {
      const texts = drafts.map(({ items }) => items[place]?.slots[index]?.text ?? '');
      if (new Set(texts).size < 2) return;
      const key = texts.join('\n');
      const same = byTexts.get(key);
      const parameter = same ?? parameters.push(parameterName(slot.name, declared, parameters)) - 1;
      byTexts.set(key, parameter);
      places.set(`${place}:${index}`, parameter);
    }),
  );
  return { parameters, places };
}

/** `stride` where the block declares it for `strides`; numbered where it is taken. */
function parameterName(slot: string, declared: readonly string[], taken: readonly string[]): string {
  const own = declared.find((name) => !taken.includes(name) && (slot.startsWith(name) || name.startsWith(slot)));
  const name = own ?? slot;
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name}_${number}`;
    if (!taken.includes(candidate)) return candidate;
  }
}

function declaredBy(scope: Scope | undefined, block: string): readonly string[] {
  return scope?.blocks.get(block)?.node.parameters.map(({ name }) => name.text) ?? [];
}

function joinRuns(elements: readonly Element[], within: string, facts: Facts): readonly PlanItem[] {
  const items: PlanItem[] = [];
  for (const element of elements) {
    const { base, number } = nameIn(element.path, within);
    const arguments_ = element.kind === 'layer' ? element.call.args : passedBy(element);
    const last = items.at(-1);
    if (last !== undefined && follows(element, base, number, arguments_, last, facts)) {
      const joined = [...last.elements, element];
      items[items.length - 1] = { ...last, elements: joined, slots: [count(joined.length), ...last.slots.slice(1)] };
    } else {
      items.push({ elements: [element], slots: [count(1), ...arguments_], base, start: number });
    }
  }
  return items;
}

function count(value: number): CallArgument {
  return { name: 'count', text: String(value) };
}

/** Whether an element does to the last one of an item what that did to the one before it. */
function follows(
  element: Element,
  base: string,
  number: number,
  passed: readonly CallArgument[],
  { elements, slots, base: otherBase, start }: PlanItem,
  { consumers, results }: Facts,
): boolean {
  const before = elements.at(-1);
  if (before === undefined || base !== otherBase || number !== start + elements.length) return false;
  if (kindOf(element) !== kindOf(before) || inputsOf(before).length !== 1) return false;
  const [given, ...others] = outputsOf(before);
  if (given === undefined || others.length > 0 || results.has(given)) return false;
  const inputs = inputsOf(element);
  if (inputs.length !== 1 || inputs[0] !== given) return false;
  if (element.kind === 'layer' && (consumers.get(given) ?? []).length !== 1) return false;
  return passed.every(({ text }, index) => text === slots[index + 1]?.text);
}

function nameIn(path: string, within: string): { readonly base: string; readonly number: number } {
  const relative = within === '' ? path : path.slice(within.length + 1);
  const [, base = relative, number] = /^(.*)\/(\d+)$/.exec(relative) ?? [];
  return { base, number: number === undefined ? 1 : Number(number) };
}
