/** Runs that are killed at random moments and resumed, compared with the same runs left alone. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launchEngine, type EngineConnection } from '../../../server/src/engine/launch';
import { openCheckpoints } from '../../../server/src/engine/runs/checkpointStore';
import { readEventLog } from '../../../server/src/engine/runs/eventLog';
import { resumeRequest } from '../../../server/src/engine/runs/resumeRequest';
import { claimRunFolder, runFiles } from '../../../server/src/engine/runs/runFolder';
import { readRunRecord } from '../../../server/src/engine/runs/runRecord';
import type { EngineRequest } from '../../../server/src/protocol/engineMessages';
import type { EndEvent, RunEvent } from '../../../server/src/protocol/runEvents';
import { writeDigits } from './digits';

/** Every optimizer of the language, each with a schedule or a callback that changes the rate. */
export const optimizers: readonly string[] = [
  'SGD(learning_rate=ExponentialDecay(0.1, decay_steps=7, decay_rate=0.9))',
  'SGD(learning_rate=0.05, momentum=0.9, nesterov=true)',
  'RMSprop(learning_rate=CosineDecay(0.01, decay_steps=40))',
  'RMSprop(learning_rate=0.005, momentum=0.5, centered=true)',
  'Adam(learning_rate=CosineDecay(0.001, decay_steps=30, warmup_target=0.01, warmup_steps=10))',
  'Adam(learning_rate=0.01, amsgrad=true)',
  'AdamW(learning_rate=PiecewiseConstantDecay([10, 20], [0.01, 0.005, 0.001]))',
  'Nadam(learning_rate=0.01)',
  'Adamax(learning_rate=InverseTimeDecay(0.02, decay_steps=10, decay_rate=0.5))',
  'Adagrad(learning_rate=0.05)',
  'Adadelta(learning_rate=PolynomialDecay(1.0, decay_steps=50))',
  'Lion(learning_rate=0.001)',
];

/** Dropout, batch normalization, shuffling, augmentation in the data, a callback with state, validation. */
function sourceOf(optimizer: string, epochs: number): string {
  const plateau = /learning_rate=[A-Z]/.test(optimizer)
    ? ''
    : 'ReduceLROnPlateau(monitor=loss, factor=0.7, patience=1, min_delta=10), ';
  return `data digits = mnist -> Rescaling(1/255) -> RandomFlip(horizontal)
model Digits {
  input digits -> Conv2D(4, 3, strides=3) -> BatchNormalization -> ReLU -> Dropout(0.3)
    -> Flatten -> Dense(10, activation=softmax)
}
train Digits on digits {
  optimizer: ${optimizer}
  loss: sparse_categorical_crossentropy
  metrics: [accuracy]
  epochs: ${epochs}
  batch_size: 16
  validation_split: 0.2
  seed: 7
  callbacks: [${plateau}EarlyStopping(monitor=val_loss, patience=50, restore_best_weights=true)]
}
`;
}

export interface KillSetUp {
  readonly script: string;
  readonly folder: string;
  readonly engine: 'native' | 'wasm';
  readonly optimizer: string;
  readonly epochs: number;
  readonly pace?: string;
}

/** Claims a run of the set-up's own; `folder` gets data and model. */
export async function requestFor({ folder, engine, optimizer, epochs }: KillSetUp): Promise<EngineRequest> {
  await mkdir(folder, { recursive: true });
  await writeDigits(folder, 120);
  const file = join(folder, 'digits.nn');
  const source = sourceOf(optimizer, epochs);
  await writeFile(file, source);
  const run = await claimRunFolder(folder);
  return { folder: run.folder, file, source, train: 'Digits', engine, dataFolders: { mnist: folder }, keepAlive: true };
}

/** Lets an attempt run to its end, or to the moment at which `kill` ends it; gives its last word. */
export async function attempt(
  { script, pace }: Pick<KillSetUp, 'script' | 'pace'>,
  request: EngineRequest,
  watch: (connection: EngineConnection) => (event: RunEvent) => void = () => () => undefined,
): Promise<EndEvent | undefined> {
  let end: EndEvent | undefined;
  let react: (event: RunEvent) => void = () => undefined;
  const { events } = await readEventLog(runFiles(request.folder).events);
  const connection = launchEngine(request, {
    script,
    sequence: events.at(-1)?.sequence ?? 0,
    ...(pace === undefined ? {} : { environment: { TEST_PACE: pace } }),
    onEvents: (arrived) => {
      for (const event of arrived) {
        if (event.event === 'end') end = event;
        react(event);
      }
    },
  });
  react = watch(connection);
  await connection.closed;
  return end;
}

/** How to start the next attempt: as a resume, or from the beginning where the run has not got as far as its record. */
export async function nextRequest(request: EngineRequest): Promise<EngineRequest> {
  const record = await readRunRecord(runFiles(request.folder).run);
  return record === undefined ? request : { ...(await resumeRequest(request.folder)), keepAlive: true };
}

/** SHA-256 of the newest checkpoint's bytes: weights, slots, random state, callbacks and sums. */
export async function finalChecksum(folder: string): Promise<string> {
  const [newest] = (await openCheckpoints(runFiles(folder).checkpoints).list()).filter(({ best }) => !best);
  if (newest === undefined) throw new Error(`no checkpoint in ${folder}`);
  return createHash('sha256')
    .update(await readFile(newest.file))
    .digest('hex');
}
