import type { DataDescription, DataRequest } from '../../language/data/description';
import { numberArgument } from './requestArguments';

/** How many examples train and test, by the source's own parts or by `test=0.2`. */
export function shareTest(request: DataRequest, train: number, test: number | undefined): DataDescription['examples'] {
  if (test !== undefined) return { train, test };
  const share = testShare(request);
  if (share === undefined) return { train, test: 0 };
  const kept = Math.floor(train * (1 - share));
  return { train: kept, test: train - kept };
}

/** The share of `test=0.2`; undefined without it, or where `test` names a file or folder. */
export function testShare(request: DataRequest): number | undefined {
  const { test } = request.named;
  if (test === undefined || test === null || typeof test === 'string') return undefined;
  return numberArgument(request, 'test', 0, 0, 1);
}
