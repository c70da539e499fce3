import type { FlowStatement, LayerStatement, Name } from '../syntax/tree';
import type { Frame } from './frame';

/** The names of a body, found once for all its uses. */
export interface BodyNames {
  readonly flows: ReadonlyMap<string, FlowStatement>;
  readonly layers: ReadonlyMap<string, LayerStatement>;
  /** Names that are taken, each with the first of its kind. */
  readonly duplicates: readonly (readonly [Name, Name])[];
}

const bodyNames = new WeakMap<Frame['owner'], BodyNames>();

export function namesOfBody(owner: Frame['owner']): BodyNames {
  const known = bodyNames.get(owner);
  if (known !== undefined) return known;
  const flows = new Map<string, FlowStatement>();
  const layers = new Map<string, LayerStatement>();
  const duplicates: (readonly [Name, Name])[] = [];
  for (const statement of owner.body.statements) {
    if (statement.kind === 'Assert' || statement.name === undefined || statement.name.text === '') continue;
    const { name } = statement;
    const first = (flows.get(name.text) ?? layers.get(name.text))?.name;
    if (first !== undefined) duplicates.push([name, first]);
    else if (statement.kind === 'Layer') layers.set(name.text, statement);
    else flows.set(name.text, statement);
  }
  const names = { flows, layers, duplicates };
  bodyNames.set(owner, names);
  return names;
}
