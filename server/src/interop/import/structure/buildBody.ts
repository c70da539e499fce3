/** Finds, in the graph of a model, sequences and parts with one way in and one way out. */
import type { ImportGraph, ImportNode } from '../importNode';
import type { Body, Chain, Item, RegionItem } from './body';

/** The whole model as one body, and the chain that gives each output. */
export interface ModelBody {
  readonly body: Body;
  readonly outputs: readonly { readonly name: string; readonly chain: Chain }[];
}

export function buildBody(graph: ImportGraph): ModelBody {
  const { units, unitOf } = collapseNested(graph.nodes, 0);
  const ends = graph.outputs.map((node) => unitOf(node));
  const collapsed = collapseRegions(units, ends, undefined);
  const chains = joinChains(collapsed, ends);
  return {
    body: { chains: [...new Set(chains.values())] },
    outputs: graph.outputs.map((node, index) => {
      const end = ends[index];
      const chain = end && chains.get(current(end));
      if (chain === undefined) throw new Error(`${node.name} is in no chain`);
      return { name: graph.outputNames[index] ?? node.name, chain };
    }),
  };
}

/** A vertex of the graph while it is put together. */
interface Unit {
  readonly item: Item | undefined;
  /** Undefined for the unit that stands for what goes in. */
  inputs: Unit[];
  /** The unit that took it in. */
  into: Unit | undefined;
}

/** Units for nodes; what a nested model with one way in and out holds becomes one unit. */
function collapseNested(
  nodes: readonly ImportNode[],
  depth: number,
  entry?: { readonly node: ImportNode; readonly unit: Unit },
): { readonly units: Unit[]; readonly unitOf: (node: ImportNode) => Unit } {
  const byNode = new Map<ImportNode, Unit>();
  if (entry !== undefined) byNode.set(entry.node, entry.unit);
  const unitOf = (node: ImportNode): Unit => {
    const unit = byNode.get(node);
    if (unit === undefined) throw new Error(`${node.name} comes before what it is made from`);
    return unit;
  };
  const units: Unit[] = [];
  const groups = new Map<number, ImportNode[]>();
  for (const node of nodes) {
    const call = node.scope[depth];
    if (call !== undefined) groups.set(call.call, [...(groups.get(call.call) ?? []), node]);
  }
  for (const node of nodes) {
    if (byNode.has(node)) continue;
    const call = node.scope[depth];
    const members = call === undefined ? undefined : groups.get(call.call);
    if (call?.input === undefined || members === undefined || !isClosed(members, call.input, nodes)) {
      const unit: Unit = { item: { kind: 'layer', node }, inputs: node.inputs.map(unitOf), into: undefined };
      byNode.set(node, unit);
      units.push(unit);
      continue;
    }
    const item = nestedRegion(members, call.input, depth, { name: call.name, owner: call.owner });
    const unit: Unit = { item, inputs: [unitOf(call.input)], into: undefined };
    for (const member of members) byNode.set(member, unit);
    units.push(unit);
  }
  return { units, unitOf };
}

/** Whether everything comes from `input` or from inside, and only the last node is used outside. */
function isClosed(members: readonly ImportNode[], input: ImportNode, all: readonly ImportNode[]): boolean {
  const inside = new Set(members);
  const last = members.at(-1);
  return (
    members.every(
      (node) => node.inputs.length > 0 && node.inputs.every((from) => from === input || inside.has(from)),
    ) && all.every((node) => inside.has(node) || node.inputs.every((from) => from === last || !inside.has(from)))
  );
}

function nestedRegion(
  members: readonly ImportNode[],
  input: ImportNode,
  depth: number,
  nested: NonNullable<RegionItem['nested']>,
): RegionItem {
  const entry: Unit = { item: undefined, inputs: [], into: undefined };
  const { units, unitOf } = collapseNested(members, depth + 1, { node: input, unit: entry });
  const last = members.at(-1);
  if (last === undefined) throw new Error(`${nested.name} is empty`);
  return { kind: 'region', body: regionBody(units, unitOf(last), entry), nested };
}

function regionBody(units: Unit[], end: Unit, entry: Unit): Body {
  const chains = joinChains(collapseRegions(units, [end], entry), [end], entry);
  return { chains: [...new Set(chains.values())] };
}

function current(unit: Unit): Unit {
  let found = unit;
  while (found.into !== undefined) found = found.into;
  return found;
}

/** Takes each part between a tensor with several uses and the place where all of them meet into one unit. */
function collapseRegions(units: Unit[], ends: readonly Unit[], entry: Unit | undefined): Unit[] {
  let list = units;
  const uses = usesOf(units, []);
  // Innermost first: those that begin last.
  for (let index = list.length - 1; index >= -1; index -= 1) {
    const start = index === -1 ? entry : list[index];
    if (start === undefined || (uses.get(start) ?? 0) < 2 || ends.some((end) => current(end) === start)) continue;
    const members = regionFrom(start, list, ends);
    if (members === undefined || members.length === list.length) continue;
    const end = members.at(-1);
    if (end === undefined) continue;
    const inner: Unit = { item: undefined, inputs: [], into: undefined };
    const copies = copyUnits(members, start, inner);
    const body = regionBody([...copies.values()], copies.get(end) ?? end, inner);
    const unit: Unit = { item: { kind: 'region', body }, inputs: [start], into: undefined };
    const gone = new Set(members);
    for (const member of members) member.into = unit;
    list = list.flatMap((other) => (other === end ? [unit] : gone.has(other) ? [] : [other]));
    for (const other of list) other.inputs = other.inputs.map((from) => (from === end ? unit : from));
  }
  return list;
}

function copyUnits(members: readonly Unit[], start: Unit, inner: Unit): Map<Unit, Unit> {
  const copies = new Map<Unit, Unit>([[start, inner]]);
  for (const member of members)
    copies.set(member, {
      item: member.item,
      inputs: member.inputs.map((from) => copies.get(from) ?? from),
      into: undefined,
    });
  copies.delete(start);
  return copies;
}

/** The units after `start` up to where all flows from it meet again; undefined where there is no such part. */
function regionFrom(start: Unit, list: readonly Unit[], ends: readonly Unit[]): readonly Unit[] | undefined {
  const lastUse = new Map<Unit, number>();
  list.forEach((unit, index) => {
    for (const from of unit.inputs) lastUse.set(from, index);
  });
  const inside = new Set<Unit>();
  // Flows that are open: the last place where a tensor from inside (or the start) is still needed.
  let open = lastUse.get(start) ?? -1;
  const endsNow = ends.map(current);
  for (let index = start.item === undefined ? 0 : list.indexOf(start) + 1; index < list.length; index += 1) {
    const unit = list[index];
    if (unit === undefined) break;
    const fromInside = unit.inputs.filter((from) => from === start || inside.has(from));
    if (fromInside.length === 0) continue;
    if (fromInside.length !== unit.inputs.length) return undefined;
    inside.add(unit);
    if (inside.size > 1 && index >= open) return [...inside];
    if (endsNow.includes(unit)) return undefined;
    open = Math.max(open, lastUse.get(unit) ?? Infinity);
  }
  return undefined;
}

/** How many units need each. */
function usesOf(list: readonly Unit[], ends: readonly Unit[]): Map<Unit, number> {
  const uses = new Map<Unit, number>();
  for (const unit of list) for (const from of new Set(unit.inputs)) uses.set(from, (uses.get(from) ?? 0) + 1);
  for (const end of ends) uses.set(current(end), (uses.get(current(end)) ?? 0) + 1);
  return uses;
}

/** Draws units with one way on together, until tensors part or meet. */
function joinChains(list: readonly Unit[], ends: readonly Unit[], entry?: Unit): Map<Unit, Chain> {
  const uses = usesOf(list, ends);
  const chains = new Map<Unit, Chain>();
  for (const unit of list) {
    const [first] = unit.inputs;
    const before = first === undefined ? undefined : chains.get(first);
    const item = unit.item;
    if (item === undefined) continue;
    if (unit.inputs.length === 1 && first !== undefined && before !== undefined && uses.get(first) === 1) {
      before.items.push(item);
      chains.set(unit, before);
      continue;
    }
    const from = unit.inputs.map((input): Chain | 'in' => {
      const chain = input === entry ? 'in' : chains.get(input);
      if (chain === undefined) throw new Error('a unit comes before what it is made from');
      return chain;
    });
    chains.set(unit, { from, items: [item] });
  }
  return chains;
}
