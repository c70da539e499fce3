import type { FlowStatement, LayerStatement, Name } from '../syntax/tree';
import type { Frame } from './frame';

/** The names of a body, found once for all its uses. */
export interface BodyNames {
  readonly flows: ReadonlyMap<string, FlowStatement>;
  readonly layers: ReadonlyMap<string, LayerStatement>;
  /** Where a name is given first and where it is given again. */
  readonly duplicates: ReadonlyMap<Name, readonly [Name, ...Name[]]>;
}

const bodyNames = new WeakMap<Frame['owner'], BodyNames>();

export function namesOfBody(owner: Frame['owner']): BodyNames {
  const known = bodyNames.get(owner);
  if (known !== undefined) return known;
  const flows = new Map<string, FlowStatement>();
  const layers = new Map<string, LayerStatement>();
  const duplicates = new Map<Name, readonly [Name, ...Name[]]>();
  for (const statement of owner.body.statements) {
    if (statement.kind === 'Assert' || statement.name === undefined || statement.name.text === '') continue;
    const { name } = statement;
    const first = (flows.get(name.text) ?? layers.get(name.text))?.name;
    const again = first === undefined ? undefined : duplicates.get(first);
    if (first !== undefined) duplicates.set(first, again === undefined ? [name] : [...again, name]);
    else if (statement.kind === 'Layer') layers.set(name.text, statement);
    else flows.set(name.text, statement);
  }
  const names = { flows, layers, duplicates };
  bodyNames.set(owner, names);
  return names;
}
