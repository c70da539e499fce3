import { workspace } from 'vscode';
import { trainingPlaceSchema } from '../../../server/src/protocol/engineMessageSchema';
import type { TrainingPlace } from '../../../server/src/protocol/engineMessages';

/** A choice of where to train; the first is this machine's engine, which has no place. */
export interface TrainingChoice {
  readonly name: string;
  readonly place: TrainingPlace | undefined;
}

export interface TrainingChoices {
  readonly choices: readonly TrainingChoice[];
  /** Names in `shapewright.targets` that stand for no cluster: without an address, or with other kinds of values. */
  readonly unusable: readonly string[];
}

/** `local`, `python`, and the clusters of the setting `shapewright.targets`. */
export function trainingChoices(): TrainingChoices {
  const settings = workspace.getConfiguration('shapewright');
  const program = settings.get<unknown>('python');
  const python = typeof program === 'string' && program !== '' ? { python: program } : {};
  const named = settings.get<unknown>('targets');
  const clusters = Object.entries(typeof named === 'object' && named !== null ? named : {}).map(
    ([name, value]): TrainingChoice => ({ name, place: clusterOf(value, python) }),
  );
  return {
    choices: [
      { name: 'local', place: undefined },
      { name: 'python', place: { kind: 'python', ...python } },
      ...clusters.filter(({ place }) => place !== undefined),
    ],
    unusable: clusters.filter(({ place }) => place === undefined).map(({ name }) => name),
  };
}

function clusterOf(value: unknown, python: { readonly python?: string }): TrainingPlace | undefined {
  const target: unknown = typeof value === 'string' ? { address: value } : value;
  if (typeof target !== 'object' || target === null) return undefined;
  return trainingPlaceSchema.safeParse({ workers: 2, ...target, ...python, kind: 'ray' }).data;
}
