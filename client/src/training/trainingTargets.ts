import { workspace } from 'vscode';
import { trainingPlaceSchema } from '../../../server/src/protocol/engineMessageSchema';
import type { TrainingPlace } from '../../../server/src/protocol/engineMessages';

/** A choice of where to train; the first is this machine's engine, which has no place. */
export interface TrainingChoice {
  readonly name: string;
  readonly place: TrainingPlace | undefined;
}

/** `local`, `python`, and the clusters of the setting `shapewright.targets`; entries that make no sense are left out. */
export function trainingChoices(): readonly TrainingChoice[] {
  const settings = workspace.getConfiguration('shapewright');
  const program = settings.get<unknown>('python');
  const python = typeof program === 'string' && program !== '' ? { python: program } : {};
  const named = settings.get<unknown>('targets');
  const clusters = Object.entries(typeof named === 'object' && named !== null ? named : {}).flatMap(
    ([name, value]): readonly TrainingChoice[] => {
      const target: unknown = typeof value === 'string' ? { address: value } : value;
      if (typeof target !== 'object' || target === null) return [];
      const place = trainingPlaceSchema.safeParse({ workers: 2, ...target, ...python, kind: 'ray' });
      return place.success ? [{ name, place: place.data }] : [];
    },
  );
  return [{ name: 'local', place: undefined }, { name: 'python', place: { kind: 'python', ...python } }, ...clusters];
}
