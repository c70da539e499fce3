/** What can be known before anything is written or submitted: whether there is a Python, a cluster, and equal shares. */
import type { TrainingPlace } from '../../protocol/engineMessages';
import { RunProblem } from '../runProblem';
import { checkShares } from './checkShares';
import { findPython, type FoundPython } from './findPython';
import { rayVersion } from './rayServer';

/** What trains needs these; the submitter needs Ray alone. */
const trainingPackages = ['keras', 'jax', 'numpy', 'safetensors'];

/** The Python that is to train or to submit. Throws a RunProblem with the first thing that stands in the way. */
export async function preflight(place: TrainingPlace, batchSize: number): Promise<FoundPython> {
  if (place.kind === 'python') {
    const purpose = 'Keras cannot train on this machine';
    const python = await findPython(place.python, { packages: trainingPackages, purpose });
    checkKeras(python);
    return python;
  }
  checkShares(batchSize, place.workers);
  const cluster = await rayVersion(place.address);
  const purpose = 'No job can be submitted to Ray';
  const python = await findPython(place.python, { packages: ['ray'], purpose, install: rayPackage(cluster) });
  checkRay(python, cluster);
  return python;
}

function checkKeras({ program, packages }: FoundPython): void {
  const version = packages['keras'] ?? '';
  if (Number.parseInt(version, 10) >= 3) return;
  throw new RunProblem('python/version', {
    message: `Keras ${version} is too old`,
    reason: `${program} has it; the exported model is one of Keras 3.`,
    nextStep: `Bring it up to date: ${program} -m pip install --upgrade keras`,
  });
}

function checkRay({ program, packages }: FoundPython, cluster: string): void {
  const own = packages['ray'] ?? '';
  if (minor(own) === minor(cluster)) return;
  throw new RunProblem('ray/version', {
    message: `Ray ${own} cannot submit to a cluster of Ray ${cluster}`,
    reason: `${program} has Ray ${own}; Ray takes jobs from its own version only.`,
    nextStep: `Install the cluster's version: ${program} -m pip install ${rayPackage(cluster)}; or name another interpreter by --python or the setting shapewright.python.`,
  });
}

/** As pip takes it. */
function rayPackage(version: string): string {
  return `"ray[default,train]==${version}"`;
}

/** `2.60` of `2.60.1`. */
function minor(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
