/** `shapewright train FILE`: a training on the terminal, or as JSON lines. */
import { resolve } from 'node:path';
import { claimRunFolder } from '../engine/runs/runFolder';
import type { EngineRequest } from '../protocol/engineMessages';
import { defineCommand, oneFile } from './command';
import { followTraining, trainEnvironment } from './followTraining';
import { readSource } from './readSource';
import { rootOf, runStorage } from './runRoots';
import { firstTrain, trainOptions, trainRequest } from './trainOptions';

export const trainCommand = defineCommand({
  name: 'train',
  summary: 'train a set-up of a file',
  operands: oneFile,
  options: trainOptions,
  examples: [
    'shapewright train samples/mnist.nn',
    'shapewright train samples/mnist.nn --epochs 1 --limit 6000 --engine wasm',
    'shapewright train samples/mnist.nn --weights last --json',
    'shapewright train samples/mnist.nn --on ray --workers 4',
  ],
  notes: `--weights takes those of a run, of the latest run of a set-up, of the last run at all (last), or of a safetensors
file, layer by layer.
Exit status 1 also where an assertion of the train block fails. An interrupt stops the training and keeps a checkpoint.`,
  perform: async ({ operands: [name = ''], values, json, output }) => {
    const file = resolve(name);
    const source = await readSource(file);
    const wanted = rootOf(file);
    const { folder, root } = await claimRunFolder(wanted, runStorage());
    if (root !== wanted) output.err.write(`${wanted} cannot be written: the run is kept in ${folder}\n`);
    const request: EngineRequest = {
      ...trainRequest(values),
      folder,
      file,
      source,
      train: values.train ?? firstTrain(source),
      workspace: wanted,
    };
    return followTraining(request, await trainEnvironment(output), json);
  },
});
