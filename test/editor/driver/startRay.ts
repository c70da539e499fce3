import { inject } from 'vitest';
import { isSoak } from '../../helpers/campaign';
import { startRayCluster } from '../../helpers/rayCluster';
import { startStandInRay, type StandInJob } from '../../helpers/standInRay';
import { standInTraining } from '../../helpers/standInTraining';

/** The cluster that the setting shapewright.targets of the windows names `here`. */
export interface EditorRay {
  /** Lets the training that is under way lose a worker. */
  loseWorker(): Promise<void>;
  stop(): Promise<void>;
}

/** A stand-in that tells what a training would; in `npm run soak -- ray-editor` a real one of two processors. */
export function startRay(): Promise<EditorRay> {
  return isSoak ? startReal() : startStandIn();
}

async function startReal(): Promise<EditorRay> {
  const cluster = await startRayCluster(2, inject('rayPort'));
  return {
    loseWorker: async () => {
      const victim = (await cluster.processes('ray::RayTrainWorker')).at(-1);
      if (victim === undefined) throw new Error('there is no worker');
      process.kill(victim, 'SIGKILL');
    },
    stop: () => cluster.stop(),
  };
}

async function startStandIn(): Promise<EditorRay> {
  let lose: () => void = () => undefined;
  const lost = new Promise<void>((resolve) => (lose = resolve));
  const { stop } = await startStandInRay(inject('artifacts'), (job) => void train(job, lost), inject('rayPort'));
  return { loseWorker: async () => lose(), stop };
}

/** Of the digits. */
const examples = 60_000;

/** As ray_train.py does: until it is asked to stop, and gone on with to its end. */
async function train(job: StandInJob, lost: Promise<void>): Promise<void> {
  const { tell, start, batches, checkpoint, steps, resumedFrom } = await standInTraining(job, examples);
  if (resumedFrom !== undefined) {
    tell(start(resumedFrom), ...batches(resumedFrom + 1, steps));
    tell({ event: 'evaluate', split: 'test', logs: { loss: 0.04, accuracy: 0.98 }, examples: 10_000 });
    tell({ event: 'end', reason: 'completed' });
    job.end('SUCCEEDED');
    return;
  }
  tell(start(), ...batches(1, 40));
  await checkpoint(30);
  await lost;
  tell({ event: 'warning', code: 'ray/worker-lost', message: 'A worker was lost. The training goes on.' });
  tell(start(30), ...batches(31, 60));
  await job.stopped;
  await checkpoint(60);
  tell({ event: 'end', reason: 'stopped' });
  job.end('STOPPED');
}
