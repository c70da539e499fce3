/** `shapewright train FILE`: a training on the terminal, or as JSON lines. */
import { claimRunFolder } from '../engine/runs/runFolder';
import { textOf } from '../engine/runProblem';
import type { EngineRequest } from '../protocol/engineMessages';
import { followTraining, trainEnvironment, type TrainEnvironment } from './followTraining';
import { readSource } from './readSource';
import { rootOf, runStorage } from './runRoots';
import { firstTrain, readTrainOptions } from './trainOptions';

const usage = `shapewright train FILE [--train NAME] [--engine auto|native|wasm] [--epochs N] [--limit N] [--seed N]
                 [--batch-size N] [--weights RUN|FILE] [--data-folder SOURCE=FOLDER]… [--json]
                 [--on python|ray] [--address URL] [--workers N] [--gpu] [--python PROGRAM]

--weights starts from those of a run, of the latest run of a set-up, or of a safetensors file, layer by layer.
--on python trains by Keras on this machine, --on ray by --workers (2) on the Ray cluster at --address
(http://127.0.0.1:8265); an interrupt stops the job, which keeps a checkpoint.
`;

/** Trains and gives the exit status: 0, 1 where the training or an assertion failed, 2 for a wrong command line. */
export async function runTrain(argv: readonly string[], environment?: TrainEnvironment): Promise<number> {
  const { output, errors, script } = environment ?? (await trainEnvironment());
  if (argv.includes('--help') || argv.includes('-h')) {
    output.write(usage);
    return 0;
  }
  const options = readTrainOptions(argv, {});
  if (typeof options === 'string') {
    errors.write(`${options}\n${usage}`);
    return 2;
  }
  let source: string;
  try {
    source = await readSource(options.file);
  } catch (error) {
    errors.write(`${textOf(error)}\n`);
    return 1;
  }
  const wanted = rootOf(options.file);
  const { folder, root } = await claimRunFolder(wanted, runStorage());
  if (root !== wanted) errors.write(`${wanted} cannot be written: the run is kept in ${folder}\n`);
  const request: EngineRequest = {
    ...options.request,
    folder,
    file: options.file,
    source,
    train: options.train ?? firstTrain(source),
    workspace: wanted,
  };
  return followTraining(request, { output, errors, script }, options.json);
}
