import type { Shape } from '../../server/src/language/model/shape';
import { chance, pick, whole } from './dice';
import { randomLayer } from './randomLayer';

export interface ProgramSize {
  readonly models: number;
  /** Steps of each model, about. */
  readonly steps: number;
}

/**
 * A program without errors, as a person could have written it: data, defaults, blocks with parameters, models
 * of any layers of the registry with branches and guards, set-ups to train them. Names are numbered from `from`.
 */
export function randomProgram(random: () => number, { models, steps }: ProgramSize, from = 1): string {
  const parts = [
    'data digits = mnist -> Rescaling(1/255)',
    'data photos = cifar10 -> Rescaling(1/255) -> RandomFlip(horizontal)',
  ];
  if (chance(0.5, random))
    parts.push('kernel average = [0.25, 0.5, 0.25]', 'kernel edge = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]] / 4');
  if (chance(0.3, random)) parts.push('defaults BatchNormalization { momentum: 0.9, epsilon: 1e-4 }');
  parts.push(...blocks);
  for (let index = 0; index < models; index++) parts.push(randomModel(`Model${from + index}`, steps, random));
  return `${parts.join('\n\n')}\n`;
}

/** Blocks with parameters that keep rank 3; sizes fall by their stride, rounded up. */
const blocks = [
  'block ConvBN(filters, kernel=3, stride=1) {\n  in -> Conv2D(filters, kernel, strides=stride, padding=same, use_bias=false)\n     -> BatchNormalization\n     -> ReLU\n}',
  'block Residual(filters, stride=1, deep=false) {\n  main  = in -> ConvBN(filters, stride=stride) -> ConvBN(filters) if deep\n             -> ConvBN(filters, 1)\n  short = in -> Conv2D(filters, 1, strides=stride)\n  main + short -> ReLU  # the sum of both ways\n}',
  'block Squeeze(ratio=4) {\n  gate = in -> GlobalAvgPool2D(keepdims=true) -> Conv2D(channels(in) // ratio + 1, 1, activation=relu)\n  open = gate -> Conv2D(channels(in), 1, activation=sigmoid)\n  in * open\n}',
];

function randomModel(name: string, steps: number, random: () => number): string {
  const data = pick(['digits', 'photos', undefined], random);
  const shape: Shape =
    data === 'digits'
      ? [28, 28, 1]
      : data === 'photos'
        ? [32, 32, 3]
        : pick<Shape>([[24, 24, 2], [40, 3], [64], [8, 8, 8, 1]], random);
  const lines: string[] = [];
  let current = { name: 'stem', shape };
  let text = `stem = input ${data ?? shape.join('x')}`;
  let count = 1;
  for (let step = 0; step < steps; step++) {
    const next = chance(0.3, random) ? blockUse(current.shape, random) : randomLayer(current.shape, random);
    if (next === undefined) continue;
    const isOptional = chance(0.05, random);
    text += `${chance(0.6, random) ? '\n    ' : ' '}-> ${next.text}`;
    current = { ...current, shape: next.output };
    if (!isOptional && !chance(0.2, random)) continue;
    // A branch: two ways from here that join again.
    lines.push(text);
    const [left, right, joined] = [`left${count}`, `right${count}`, `joined${count}`];
    lines.push(
      `${left} = ${current.name} -> Activation(relu)`,
      `${right} = ${current.name} -> Dropout(0.${whole(1, 5, random)})`,
    );
    text = `${joined} = ${pick([`${left} + ${right}`, `Maximum(${left}, ${right})`, `${left} * ${right}`, `0.5 * ${left} - ${right}`], random)}`;
    current = { name: joined, shape: current.shape };
    count++;
  }
  lines.push(text, `output ${name.toLowerCase()} = ${current.name} -> Flatten -> Dense(10, activation=softmax)`);
  lines.push(
    'assert params > 0',
    `assert shape(${current.name}) == ${current.shape.length === 1 ? `(${current.shape.join('')},)` : current.shape.join('x')}`,
  );
  const model = `model ${name} {  # made by dice\n  ${lines.join('\n  ')}\n}`;
  return data === undefined ? model : `${model}\n\n${trainOf(name, data, random)}`;
}

function blockUse(shape: Shape, random: () => number): { readonly text: string; readonly output: Shape } | undefined {
  const [height, width, channels] = shape;
  if (shape.length !== 3 || typeof height !== 'number' || typeof width !== 'number' || channels === undefined)
    return undefined;
  const filters = whole(1, 16, random);
  const stride = whole(1, 2, random);
  const output: Shape = [Math.ceil(height / stride), Math.ceil(width / stride), filters];
  return pick(
    [
      { text: `ConvBN(${filters}, stride=${stride})`, output },
      { text: `Residual(${filters}, stride=${stride}${chance(0.4, random) ? ', deep=true' : ''})`, output },
      { text: `ConvBN(${filters}) * ${whole(1, 3, random)}`, output: [height, width, filters] },
      { text: `Squeeze(ratio=${whole(2, 4, random)})`, output: shape },
    ],
    random,
  );
}

function trainOf(name: string, data: string, random: () => number): string {
  const optimizer = pick(['rmsprop', 'Adam(1e-3)', 'SGD(learning_rate=0.01, momentum=0.9)', 'adamw'], random);
  return `train ${name} on ${data} {\n  optimizer: ${optimizer}\n  loss: categorical_crossentropy\n  metrics: [accuracy]\n  epochs: ${whole(1, 20, random)}\n  batch_size: ${pick([16, 32, 64, 128], random)}\n}`;
}
