import { RunProblem } from '../runProblem';

/** Equal shares, equal results: throws a RunProblem where `workers` cannot take equal parts of a batch. */
export function checkShares(batchSize: number, workers: number): void {
  if (batchSize % workers === 0) return;
  const lower = batchSize - (batchSize % workers);
  const sizes = [lower, lower + workers].filter((size) => size > 0).join(' or ');
  const fewer = Array.from({ length: workers - 1 }, (_, index) => workers - 1 - index).find(
    (count) => batchSize % count === 0,
  );
  throw new RunProblem('ray/shares', {
    message: `${workers} workers cannot share a batch of ${batchSize} evenly`,
    reason: `${batchSize} examples leave ${batchSize % workers} over; every worker must take as many as the others, or the gradients are not those of one machine.`,
    nextStep: `Set batch_size to ${sizes}, or take ${fewer ?? 1} ${fewer === 1 ? 'worker' : 'workers'}.`,
  });
}
