import { dirname, resolve } from 'node:path';
import type { InspectService } from '../engine/inspect/inspectService';
import { RunProblem } from '../engine/runProblem';
import { runFiles } from '../engine/runs/runFolder';
import { snapshotEpochs } from '../engine/runs/snapshotStore';
import type { InspectSubject, WeightsChoice } from '../protocol/inspectMessages';
import type { StoredRun } from '../protocol/storedRun';
import { UsageMistake } from './command/options';
import { runNamed, runsOf } from './runRoots';

/** Weights for `features`, `filters` and `predict`. */
export interface ChosenWeights {
  /** The folder of all runs. */
  readonly runs: string;
  readonly weights: WeightsChoice;
  /** For people: `the best weights of run …`. */
  readonly name: string;
}

export interface WeightsWish {
  /** Where runs are looked for. */
  readonly root: string;
  readonly run?: string | undefined;
  /** A safetensors file. */
  readonly weights?: string | undefined;
  readonly epoch?: number | undefined;
}

const untrained: ChosenWeights = { runs: '', weights: { kind: 'initial' }, name: 'untrained' };

/**
 * The weights that are named, else those of the model's newest run that has them for all layers as they are written
 * now. Throws a RunProblem where those named do not fit the model, a UsageMistake where the run has not kept the epoch.
 */
export async function chooseWeights(
  service: InspectService,
  subject: InspectSubject,
  { root, run, weights: file, epoch }: WeightsWish,
): Promise<ChosenWeights> {
  const unfit = async (chosen: ChosenWeights): Promise<readonly string[]> => {
    if (chosen.weights.kind === 'initial') return [];
    const answer = await service.ask({ ...subject, runs: chosen.runs }, { kind: 'fit', weights: chosen.weights });
    return answer.kind === 'fit' ? answer.unfit : [];
  };
  if (file !== undefined || run !== undefined) {
    const chosen: ChosenWeights =
      file === undefined
        ? ((await weightsOfRun(await runNamed(root, run ?? ''), epoch)) ?? untrained)
        : { runs: '', weights: { kind: 'file', file: resolve(file) }, name: file };
    const missing = await unfit(chosen);
    if (missing.length > 0) throw misfit(chosen.name, subject.model, missing);
    return chosen;
  }
  if (epoch === 0) return untrained;
  let passedOver = 0;
  for (const each of await runsOf(root)) {
    if (each.record?.file !== subject.file || each.record.model !== subject.model) continue;
    const chosen = await weightsOfRun(each, undefined);
    if (chosen === undefined) continue;
    if ((await unfit(chosen)).length === 0) {
      const wanted = epoch === undefined ? chosen : ((await weightsOfRun(each, epoch)) ?? untrained);
      return passedOver === 0 ? wanted : { ...wanted, name: `${wanted.name}, the newest that fits the model` };
    }
    passedOver += 1;
  }
  return passedOver === 0 ? untrained : { ...untrained, name: 'untrained: no kept run fits the model' };
}

/** Of its best checkpoint, or of an epoch, 0 being before training; undefined where the run has kept none. */
async function weightsOfRun(run: StoredRun, epoch: number | undefined): Promise<ChosenWeights | undefined> {
  if (epoch === 0) return undefined;
  const runs = dirname(run.folder);
  if (epoch === undefined && run.checkpoint !== undefined)
    return { runs, weights: { kind: 'checkpoint', run: run.run }, name: `the best weights of run ${run.run}` };
  const epochs = await snapshotEpochs(runFiles(run.folder).snapshots);
  const kept = epoch ?? epochs.at(-1);
  if (kept === undefined) return undefined;
  if (!epochs.includes(kept))
    throw new UsageMistake(`Run ${run.run} has kept the weights of epochs ${epochs.join(', ')}, not of ${kept}.`);
  return { runs, weights: { kind: 'epoch', run: run.run, epoch: kept }, name: `epoch ${kept} of run ${run.run}` };
}

function misfit(name: string, model: string, layers: readonly string[]): RunProblem {
  return new RunProblem('run/weights-file', {
    message: `${model} does not take ${name}`,
    reason: `It has none, or none of this shape, for ${layers.join(', ')}.`,
    nextStep: 'Name a run or a file of this model as it stands in the text.',
  });
}
