/** The child of `training.test.ts`: trains small networks in TensorFlow and in the float64 reference, side by side. */
import { initialVariables } from '../../../server/src/compiler/initializers';
import type { Program } from '../../../server/src/compiler/program';
import { createReferenceSession, type TensorLike } from '../../../server/src/compiler/reference/session';
import type { Engine, Tensor } from '../../../server/src/engine/backend';
import { createNativeEngine } from '../../../server/src/engine/native/nativeEngine';
import { functionValue, programOf, type TrainingWish } from '../../helpers/compileText';

export interface TrainingOutcome {
  readonly name: string;
  /** The greatest difference of a metric sum or a variable after the steps, relative to 1 + |value|. */
  readonly difference: number;
}

const convnet = (layers: string): string => `model Net {
  input 8x8x1
    -> Conv2D(4, 3, activation=relu)
    ${layers}
    -> MaxPool2D(2)
    -> Flatten
    -> Dense(3, activation=softmax)
}`;

const optimizers = ['SGD', 'RMSprop', 'Adam', 'AdamW', 'Adamax', 'Nadam', 'Adagrad', 'Adadelta', 'Lion'];
/** A whole batch, a smaller last one, and one with fewer rows than parts. */
const batches = [6, 5, 1];

const labels = {
  loss: functionValue('sparse_categorical_crossentropy'),
  metrics: [functionValue('accuracy')],
  target: { dtype: 'int32', shape: [], classes: 3 },
} as const;

function trainings(): readonly (readonly [string, string, TrainingWish])[] {
  return [
    ...optimizers.map((name) => [name, convnet(''), { ...labels, optimizer: functionValue(name) }] as const),
    ...[1, 2, 4].map(
      (parts) => [`dropout in ${parts} parts`, convnet('-> Dropout(0.4)'), { ...labels, parts }] as const,
    ),
    ['batch normalization', convnet('-> BatchNormalization'), labels],
  ];
}

async function compare(engine: Engine, program: Program): Promise<number> {
  const start = initialVariables(program, 3);
  const reference = createReferenceSession(program, start);
  const session = await engine.load(program, {
    variables: new Map([...start].map(([name, value]) => [name, toTensor(value)])),
  });
  let worst = 0;
  for (const [step, batch] of batches.entries()) {
    const feeds = feedsOf(program, batch, step);
    const expected = await reference.run('train', feeds);
    const found = await session.run('train', new Map([...feeds].map(([name, value]) => [name, toTensor(value)])));
    worst = Math.max(worst, differenceOf(found, expected), differenceOf(await session.read(), await reference.read()));
  }
  await session.dispose();
  return worst;
}

function feedsOf(program: Program, batch: number, step: number): ReadonlyMap<string, TensorLike> {
  const wave = Float32Array.from({ length: batch * 64 }, (_, index) => Math.sin(step + index * 0.37));
  const all: readonly [string, TensorLike][] = [
    ['input', { dtype: 'float32', shape: [batch, 8, 8, 1], data: wave }],
    [
      'target:Net',
      { dtype: 'int32', shape: [batch], data: Int32Array.from({ length: batch }, (_, index) => index % 3) },
    ],
    ['learning_rate', { dtype: 'float32', shape: [], data: [0.01] }],
    ['seed', { dtype: 'int32', shape: [2], data: [5, step] }],
  ];
  const wanted = new Set(program.functions['train']?.feeds.map(({ name }) => name));
  return new Map(all.filter(([name]) => wanted.has(name)));
}

function differenceOf(found: ReadonlyMap<string, Tensor>, expected: ReadonlyMap<string, TensorLike>): number {
  let worst = 0;
  for (const [name, { data }] of expected) {
    const values = found.get(name)?.data;
    for (const [index, value] of Array.from(data).entries()) {
      const difference = Math.abs((values?.[index] ?? NaN) - value) / (1 + Math.abs(value));
      worst = Number.isNaN(difference) ? Infinity : Math.max(worst, difference);
    }
  }
  return worst;
}

function toTensor({ dtype, shape, data }: TensorLike): Tensor {
  if (dtype === 'int32') return { dtype, shape, data: Int32Array.from(data) };
  if (dtype === 'float32') return { dtype, shape, data: Float32Array.from(data) };
  return { dtype, shape, data: Uint8Array.from(data) };
}

const engine = await createNativeEngine();
const outcomes: TrainingOutcome[] = [];
for (const [name, text, wish] of trainings())
  outcomes.push({ name, difference: await compare(engine, programOf(text, wish)) });
process.stdout.write(`\n${JSON.stringify(outcomes)}\n`, () => process.exit(0));
