import type { CancellationToken } from 'vscode';
import type { TrainingTarget } from '../../../server/src/protocol/panelMessages';
import { hasEnded } from './runState';
import type { SupervisedRun } from './supervisedRun';
import type { Training } from './training';

/**
 * Trains a set-up, or joins the training of it that is under way, and waits for its end, however it ends; a
 * cancellation stops it behind the current batch. Rejects where no training can be started.
 */
export async function trainToEnd(
  training: Training,
  target: TrainingTarget,
  token: CancellationToken,
): Promise<SupervisedRun> {
  const run = await training.start(target);
  const cancelling = token.onCancellationRequested(() => run.stop());
  try {
    if (token.isCancellationRequested) run.stop();
    await new Promise<void>((resolve) => {
      if (hasEnded(run.condition.state)) return resolve();
      const listening = training.onUpdate((update) => {
        if (update.run !== run || !hasEnded(update.condition.state)) return;
        listening.dispose();
        resolve();
      });
    });
    return run;
  } finally {
    cancelling.dispose();
  }
}
