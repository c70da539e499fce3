import { partsOfStep } from '../../../language/data/steps';
import type { DataArgument, DataDescription, DataPart, DataRequest } from '../../../language/data/description';
import type { DataAnalysis, DataStep } from '../../../language/model/graph';
import type { PythonScript } from '../python/pythonScript';
import { docText, pythonLiteral, pythonName, snakeName } from '../python/pythonText';
import { ExportProblem } from '../exportProblem';
import { useHelper } from './dataHelpers';
import { stepText } from './stepText';

export interface DataSource {
  /** Takes nothing and gives (train, test): arrays by the names of the parts; test is None where there is none. */
  readonly loadName: string;
  /** Takes a batch of parts and whether it trains, and gives it after the steps of the declaration. */
  readonly prepareName: string;
  readonly source: string;
}

/**
 * A data declaration as Python: a function that loads arrays by part and one that takes a batch through the steps.
 * Parts are those of `docs/data.md`; shares for testing have the same sizes but are drawn by NumPy. Throws an
 * ExportProblem where the data cannot be described.
 */
export function kerasDataSource(data: DataAnalysis, script: PythonScript): DataSource {
  const { request, steps, stages, declaration, description } = data;
  const name = declaration.name.text;
  const source = stages[0]?.description;
  if (request === undefined || steps === undefined || source === undefined || description === undefined)
    throw new ExportProblem(
      'keras',
      undefined,
      `the data ${name} cannot be described: ${sourceName(request)} is missing or has an error`,
    );
  const plan = planSteps(
    name,
    steps,
    stages.map((stage) => stage.description ?? source),
  );
  const loadName = `load_${snakeName(name)}`;
  const prepareName = `prepare_${snakeName(name)}`;
  const context: LoadContext = { name, request, source, plan, script };
  const load = [
    `def ${loadName}():`,
    `    """The data ${docText(name)}, by ${docText(sourceName(request))}: (train, test), arrays by part."""`,
    ...loadLines(context),
    ...adaptLines(plan.batch, script),
    '    return train, test',
  ];
  const layers = [...plan.first, ...plan.batch].flatMap((step) => layerLines(step, source, script));
  const prepare = [
    `def ${prepareName}(parts, training):`,
    `    """The steps of the data declaration, on a batch of parts."""`,
    ...(plan.batch.length === 0
      ? ['    return parts']
      : ['    parts = dict(parts)', ...plan.batch.flatMap((step) => stepLines(step, 'training')), '    return parts']),
  ];
  if (layers.length > 0) script.import('from keras import layers');
  const blocks = [load.join('\n'), prepare.join('\n')];
  return {
    loadName,
    prepareName,
    source: [...(layers.length === 0 ? [] : [layers.join('\n')]), ...blocks].join('\n\n\n'),
  };
}

/** The layers of a step, which the functions share; a mask is resized by its nearest pixels. */
function layerLines({ step, variable }: PlannedStep, source: DataDescription, script: PythonScript): readonly string[] {
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

interface PlannedStep {
  readonly step: DataStep;
  readonly variable: string;
  readonly parts: readonly DataPart[];
}

interface StepPlan {
  /** On the whole series. */
  readonly series: readonly DataStep[];
  readonly window: DataStep | undefined;
  /** On each image as it is read, since the files differ in size. */
  readonly first: readonly PlannedStep[];
  readonly batch: readonly PlannedStep[];
}

interface LoadContext {
  readonly name: string;
  readonly request: DataRequest;
  readonly source: DataDescription;
  readonly plan: StepPlan;
  readonly script: PythonScript;
}

function planSteps(name: string, steps: readonly DataStep[], stages: readonly DataDescription[]): StepPlan {
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

/** A step on a batch; images and masks go together through what moves pixels. */
function stepLines({ step, variable, parts }: PlannedStep, training: string): readonly string[] {
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
function adaptLines(steps: readonly PlannedStep[], script: PythonScript): readonly string[] {
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

function loadLines(context: LoadContext): readonly string[] {
  const { request } = context;
  const kind = request.source.startsWith('shapes.') ? 'shapes' : request.source;
  const loader = Object.hasOwn(loaders, kind) ? loaders[kind] : undefined;
  if (loader === undefined)
    throw new ExportProblem(
      'keras',
      undefined,
      `the data ${context.name} come from ${request.source}, which Shapewright draws itself and Python does not know`,
    );
  return loader(context);
}

const loaders: { readonly [source: string]: (context: LoadContext) => readonly string[] } = {
  mnist: (context) => datasetLines(context, 'mnist', '[..., np.newaxis]'),
  fashion_mnist: (context) => datasetLines(context, 'fashion_mnist', '[..., np.newaxis]'),
  cifar10: (context) => datasetLines(context, 'cifar10', ''),
  cifar100: (context) => datasetLines(context, 'cifar100', ''),
  csv: csvLines,
  npz: npzLines,
  npy: npyLines,
  idx: idxLines,
  images: imageLines,
  sample: sampleLines,
};

function datasetLines({ request, script }: LoadContext, name: string, channel: string): readonly string[] {
  script.import('import keras');
  if (channel !== '') script.import('import numpy as np');
  const mode = argument(request, 'labels', 0) === 'coarse' ? 'label_mode="coarse"' : '';
  const label = channel === '' ? '.reshape(-1)' : '';
  return [
    `    (x_train, y_train), (x_test, y_test) = keras.datasets.${name}.load_data(${mode})`,
    `    train = {"image": x_train${channel}, "label": y_train${label}.astype("int32")}`,
    `    test = {"image": x_test${channel}, "label": y_test${label}.astype("int32")}`,
  ];
}

function csvLines(context: LoadContext): readonly string[] {
  const { request, source, script, plan } = context;
  useHelper(script, 'read_table');
  const gaps = argument(request, 'gaps') ?? 'error';
  const file = pythonLiteral(textOf(argument(request, 'file', 0)));
  if (argument(request, 'column') !== undefined && argument(request, 'column') !== null) {
    useHelper(script, 'fill_gaps');
    return seriesLines(context, file, pythonLiteral(textOf(gaps)));
  }
  script.import('import numpy as np');
  const numbers = source.parts.filter(({ type }) => type === 'float32').map(({ name }) => name);
  const classes = source.parts.filter(({ type }) => type === 'class');
  const pictures = source.parts.filter(({ type }) => type === 'uint8');
  const lines = [`    table = read_table(${file})`];
  if (numbers.length > 0) {
    useHelper(script, 'fill_gaps');
    lines.push(
      `    parts = fill_gaps({name: table[name] for name in ${listText(numbers)}}, ${pythonLiteral(textOf(gaps))})`,
    );
  } else lines.push('    parts = {}');
  for (const { name, classes: known = [] } of classes) {
    lines.push(
      `    classes = ${listText(known)}`,
      `    parts[${pythonLiteral(name)}] = np.array([classes.index(cell) for cell in table[${pythonLiteral(name)}]], "int32")`,
    );
  }
  for (const part of pictures) {
    useHelper(script, 'read_image');
    script.import('from pathlib import Path');
    lines.push(
      `    folder = Path(${file}).parent`,
      `    parts[${pythonLiteral(part.name)}] = np.stack([${readText('folder / cell', part, plan)} for cell in table[${pythonLiteral(part.name)}]])`,
    );
  }
  return [...lines, ...splitLines(context)];
}

/** A series in time: its end tests, and windows are cut as the declaration says. */
function seriesLines(
  { request, source, plan, script, name }: LoadContext,
  file: string,
  gaps: string,
): readonly string[] {
  script.import('import numpy as np');
  const columns = textsOf(argument(request, 'column'));
  const [part] = source.parts;
  const share = argument(request, 'test');
  const rows = typeof share === 'number' ? `int(len(series) * (1 - ${share}))` : 'len(series)';
  const lines = [
    `    columns = fill_gaps({name: read_table(${file})[name] for name in ${listText(columns)}}, ${gaps})`,
    '    series = np.stack(list(columns.values()), axis=-1)',
    `    rows = ${rows}`,
  ];
  for (const step of plan.series) {
    if (step.layer.name === 'Normalization' && step.args['mean'] === null) {
      lines.push(
        '    # Mean and variance are those of the training rows.',
        '    series = (series - series[:rows].mean(axis=0)) / np.maximum(series[:rows].std(axis=0), 1e-7)',
      );
    } else {
      script.import('from keras import layers');
      lines.push(`    series = np.asarray(${stepText(step, script)}(series))`);
    }
  }
  const key = pythonLiteral(part?.name ?? name);
  if (plan.window === undefined)
    return [
      ...lines,
      `    train = {${key}: series[np.newaxis, :rows]}`,
      `    test = {${key}: series[np.newaxis, rows:]} if rows < len(series) else None`,
    ];
  useHelper(script, 'windows');
  const { length, horizon, stride } = plan.window.args;
  const target = horizon === 0 ? '' : ', "horizon": foreseen[{}]';
  const dict = (choice: string): string => `{${key}: seen[${choice}]${target.replace('{}', choice)}}`;
  return [
    ...lines,
    `    length, horizon, stride = ${Number(length)}, ${Number(horizon)}, ${Number(stride)}`,
    '    seen, foreseen = windows(series, length, horizon, stride)',
    '    starts = np.arange(len(seen)) * stride',
    '    # A window trains where all of it lies before the test rows, and tests where what it foresees lies in them.',
    '    trains = starts + length + horizon <= rows',
    `    tests = starts + ${horizon === 0 ? '0' : 'length'} >= rows`,
    `    train = ${dict('trains')}`,
    `    test = ${dict('tests')} if rows < len(series) else None`,
  ];
}

function npzLines(context: LoadContext): readonly string[] {
  const { request, source, script } = context;
  script.import('import numpy as np');
  const file = pythonLiteral(textOf(argument(request, 'file', 0)));
  const lines = [`    arrays = np.load(${file})`, '    train, test = {}, {}'];
  for (const { name, type } of source.parts) {
    const key = pythonLiteral(name);
    const cast = type === 'class' ? '.reshape(-1).astype("int32")' : '';
    lines.push(
      `    train[${key}] = arrays[${pythonLiteral(`${name}_train`)} if ${pythonLiteral(`${name}_train`)} in arrays else ${key}]${cast}`,
      `    if ${pythonLiteral(`${name}_test`)} in arrays:`,
      `        test[${key}] = arrays[${pythonLiteral(`${name}_test`)}]${cast}`,
    );
  }
  const split = testShare(context);
  if (split === undefined) return [...lines, '    test = test or None'];
  return [...lines, '    if not test:', ...split.map((line) => `    ${line}`)].map((line) =>
    line.replace('(parts,', '(train,'),
  );
}

function npyLines(context: LoadContext): readonly string[] {
  const { request, source, script } = context;
  script.import('import numpy as np');
  const labels = argument(request, 'labels', 1);
  const [values, label] = source.parts;
  return [
    `    parts = {${pythonLiteral(values?.name ?? 'values')}: np.load(${pythonLiteral(textOf(argument(request, 'file', 0)))})}`,
    ...(typeof labels === 'string'
      ? [
          `    parts[${pythonLiteral(label?.name ?? 'label')}] = np.load(${pythonLiteral(labels)}).reshape(-1).astype("int32")`,
        ]
      : []),
    ...splitLines(context),
  ];
}

function idxLines(context: LoadContext): readonly string[] {
  const { request, script } = context;
  useHelper(script, 'read_idx');
  const file = textOf(argument(request, 'file', 0));
  const labels = argument(request, 'labels', 1);
  if (typeof labels === 'string') {
    return [
      `    parts = {"image": read_idx(${pythonLiteral(file)})[..., np.newaxis]}`,
      `    parts["label"] = read_idx(${pythonLiteral(labels)}).astype("int32")`,
      ...splitLines(context),
    ];
  }
  script.import('from pathlib import Path');
  return [
    `    folder = Path(${pythonLiteral(file)})`,
    '    train, test = (',
    '        {',
    '            "image": read_idx(next(folder.glob(f"{part}-images*")))[..., np.newaxis],',
    '            "label": read_idx(next(folder.glob(f"{part}-labels*"))).astype("int32"),',
    '        }',
    '        for part in ("train", "t10k")',
    '    )',
  ];
}

/** The two photographs that come with scikit-learn. */
function sampleLines({ request, script }: LoadContext): readonly string[] {
  script.import('import numpy as np');
  script.import('from sklearn.datasets import load_sample_image');
  const given = [...request.positional, ...Object.values(request.named)].filter((value) => typeof value === 'string');
  const files = (given.length === 0 ? ['china', 'flower'] : given).map((name) => `${name}.jpg`);
  return [
    `    train = {"image": np.stack([load_sample_image(name) for name in ${listText(files)}])}`,
    '    test = None',
  ];
}

function imageLines(context: LoadContext): readonly string[] {
  const { request, source, script, plan } = context;
  useHelper(script, 'image_files');
  useHelper(script, 'read_image');
  const folder = pythonLiteral(textOf(argument(request, 'folder', 0)));
  const image = source.parts.find(({ name }) => name === 'image');
  const label = source.parts.find(({ name }) => name === 'label');
  const mask = source.parts.find(({ name }) => name === 'mask');
  const masks = argument(request, 'masks');
  const labels = argument(request, 'labels');
  if (image === undefined) throw new ExportProblem('keras', undefined, `the data ${context.name} hold no images`);
  const inner: string[] = [
    '        files = image_files(folder)',
    `        parts = {"image": np.stack([${readText('file', image, plan)} for file in files])}`,
  ];
  if (typeof labels === 'string') {
    useHelper(script, 'read_table');
    inner.push(
      `        classes = ${listText(label?.classes ?? [])}`,
      `        names, given = list(read_table(${pythonLiteral(labels)}).values())[:2]`,
      '        named = dict(zip(names, given))',
      '        parts["label"] = np.array([classes.index(named.get(file.name) or named[file.stem]) for file in files], "int32")',
    );
  } else if (typeof masks === 'string' && mask !== undefined) {
    const two = mask.classes?.length === 2;
    inner.push(
      `        masks = {file.stem: file for file in image_files(${pythonLiteral(masks)})}`,
      `        parts["mask"] = np.stack([${readText('masks[file.stem]', { ...mask, shape: [null, null, 1] }, plan, 'mask')}[..., 0] for file in files])`,
      ...(two ? ['        parts["mask"] = np.where(parts["mask"] == 255, 1, parts["mask"])'] : []),
      '        parts["mask"] = parts["mask"].astype("int32")',
    );
  } else if (label !== undefined) {
    inner.push(
      `        classes = ${listText(label.classes ?? [])}`,
      '        parts["label"] = np.array([classes.index(file.relative_to(folder).parts[0]) for file in files], "int32")',
    );
  }
  const test = argument(request, 'test');
  const grouped = label !== undefined && typeof labels !== 'string';
  const mixed = grouped
    ? [
        '    # Class folders are mixed before any validation_split is cut.',
        `    order = np.random.default_rng(${seedOf(request)}).permutation(len(train["label"]))`,
        '    train = {name: values[order] for name, values in train.items()}',
      ]
    : [];
  const whole = ['    def read(folder):', ...inner, '        return parts', ''];
  if (typeof test === 'string')
    return [...whole, `    train, test = read(Path(${folder})), read(Path(${pythonLiteral(test)}))`, ...mixed];
  return [
    ...whole,
    `    root = Path(${folder})`,
    '    held = [name for name in ("test", "testing", "val", "valid", "validation") if (root / name).is_dir()]',
    '    own = [name for name in ("train", "training") if (root / name).is_dir()]',
    '    if own and held:',
    '        train, test = read(root / own[0]), read(root / held[0])',
    '    else:',
    '        parts = read(root)',
    ...splitLines(context).map((line) => `    ${line}`),
    ...mixed,
  ];
}

function readText(file: string, { shape }: DataPart, { first }: StepPlan, part: 'image' | 'mask' = 'image'): string {
  const mode = shape.at(-1) === 1 ? 'grayscale' : 'rgb';
  const nearest = part === 'mask' ? '_mask' : '';
  const steps = first.map(({ variable, step }) =>
    step.layer.name === 'Resizing' ? `${variable}${nearest}` : variable,
  );
  return `read_image(${file}, ${pythonLiteral(mode)}${steps.length === 0 ? '' : `, [${steps.join(', ')}]`})`;
}

/** `train, test` of `parts`. */
function splitLines(context: LoadContext): readonly string[] {
  return testShare(context) ?? ['    train, test = parts, None'];
}

function testShare({ request, source, script }: LoadContext): readonly string[] | undefined {
  const share = argument(request, 'test');
  if (typeof share !== 'number') return undefined;
  useHelper(script, 'split_examples');
  const target = source.parts.find(({ name }) => name === source.target);
  const labels =
    target?.type === 'class' && target.shape.length === 0 ? `, labels=parts[${pythonLiteral(target.name)}]` : '';
  return [`    train, test = split_examples(parts, ${share}, seed=${seedOf(request)}${labels})`];
}

function seedOf(request: DataRequest): number {
  const seed = argument(request, 'seed');
  return typeof seed === 'number' ? seed : 0;
}

function argument(request: DataRequest, name: string, place?: number): DataArgument | undefined {
  return request.named[name] ?? (place === undefined ? undefined : request.positional[place]);
}

function textOf(value: DataArgument | undefined): string {
  return typeof value === 'string' ? value : '';
}

function textsOf(value: DataArgument | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [textOf(value)];
}

function listText(values: readonly string[]): string {
  return `[${values.map((value) => pythonLiteral(value)).join(', ')}]`;
}

function sourceName(request: DataRequest | undefined): string {
  return request === undefined ? 'its source' : pythonName(request.source);
}
