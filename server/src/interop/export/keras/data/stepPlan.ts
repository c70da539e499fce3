import { partsOfStep } from '../../../../language/data/steps';
import type { DataDescription, DataPart } from '../../../../language/data/description';
import type { DataStep } from '../../../../language/model/graph';
import type { PythonScript } from '../../python/pythonScript';
import { pythonLiteral, snakeName } from '../../python/pythonText';
import { ExportProblem } from '../../exportProblem';
import { stepText } from '../stepText';

export interface PlannedStep {
  readonly step: DataStep;
  readonly variable: string;
  readonly parts: readonly DataPart[];
}

export interface StepPlan {
  /** On the whole series. */
  readonly series: readonly DataStep[];
  readonly window: DataStep | undefined;
  /** On each image as it is read, since the files differ in size. */
  readonly first: readonly PlannedStep[];
  readonly batch: readonly PlannedStep[];
}

/** Which steps go over the series, which over each image as it is read, and which over batches. */
export function planSteps(name: string, steps: readonly DataStep[], stages: readonly DataDescription[]): StepPlan {
  const cut = steps.findIndex(({ layer }) => layer.name === 'Window');
  const prefix = snakeName(name);
  const planned = steps.slice(cut + 1).map((step, index): PlannedStep => {
    const before = stages[cut + 1 + index] ?? stages[0];
    const names = before === undefined ? [] : partsOfStep(before, step.layer);
    const same = steps.slice(cut + 1, cut + 1 + index).filter(({ layer }) => layer === step.layer).length;
    return {
      step,
      variable: `${prefix}_${snakeName(step.layer.name)}${same === 0 ? '' : `_${same + 1}`}`,
      parts: (before?.parts ?? []).filter((part) => names.includes(part.name)),
    };
  });
  const known = stages.findIndex((stage) =>
    stage.parts.every(({ shape }) => shape.length < 3 || shape.every((size) => size !== null)),
  );
  if (known < 0 && cut < 0)
    throw new ExportProblem(
      'keras',
      undefined,
      `the images of ${name} differ in size: put Resizing or CenterCrop into the data declaration`,
    );
  const first = cut < 0 ? Math.max(0, known) : 0;
  return {
    series: steps.slice(0, Math.max(0, cut)),
    window: steps[cut],
    first: planned.slice(0, first),
    batch: planned.slice(first),
  };
}

/** The layers of a step, which the functions share; a mask is resized by its nearest pixels. */
export function layerLines(
  { step, variable }: PlannedStep,
  source: DataDescription,
  script: PythonScript,
): readonly string[] {
  const { layer, args } = step;
  if (layer.name === 'OneHot') return [];
  const own = `${variable} = ${stepText(step, script)}`;
  const size = `${Number(args['height'])}, ${Number(args['width'])}`;
  if (layer.name === 'RandomCrop') return [own, `${variable}_middle = layers.CenterCrop(${size})`];
  const hasMask = source.parts.some(({ name }) => name === 'mask');
  return layer.name === 'Resizing' && hasMask
    ? [own, `${variable}_mask = layers.Resizing(${size}, interpolation="nearest")`]
    : [own];
}

/** A step on a batch; images and masks go together through what moves pixels. */
export function stepLines({ step, variable, parts }: PlannedStep, training: string): readonly string[] {
  const key = ({ name }: DataPart): string => `parts[${pythonLiteral(name)}]`;
  const mask = parts.find(({ type, shape }) => type === 'class' && shape.length >= 2);
  const image = parts.find(({ shape, type }) => type !== 'class' && shape.length === 3);
  if (step.layer.name === 'OneHot')
    return parts.map((part) => `    ${key(part)} = keras.ops.one_hot(${key(part)}, ${part.classes?.length ?? 1})`);
  if (mask !== undefined && image !== undefined) {
    return [
      `    moved = ${variable}({"images": ${key(image)}, "segmentation_masks": ${key(mask)}[..., None]}, training=${training})`,
      `    ${key(image)}, ${key(mask)} = moved["images"], moved["segmentation_masks"][..., 0]`,
    ];
  }
  const mode = step.layer.trainingOnly === true || step.layer.name.startsWith('Random') ? `, training=${training}` : '';
  const lines = parts.map((part) => `    ${key(part)} = ${variable}(${key(part)}${mode})`);
  if (step.layer.name !== 'RandomCrop') return lines;
  return [
    `    if ${training}:`,
    ...lines.map((line) => `    ${line}`),
    '    else:',
    ...parts.map((part) => `        ${key(part)} = ${variable}_middle(${key(part)})`),
  ];
}

/** Normalization without a mean takes that of the training part, after the steps before it. */
export function adaptLines(steps: readonly PlannedStep[], script: PythonScript): readonly string[] {
  return steps.flatMap(({ step, variable, parts }, index) => {
    if (step.layer.name !== 'Normalization' || step.args['mean'] !== null) return [];
    const [part] = parts;
    if (part === undefined) return [];
    script.import('import numpy as np');
    return [
      '    # Mean and variance are those of the training part.',
      '    parts = dict(train)',
      ...steps.slice(0, index).flatMap((before) => stepLines(before, 'False')),
      `    ${variable}.adapt(np.asarray(parts[${pythonLiteral(part.name)}]))`,
    ];
  });
}
