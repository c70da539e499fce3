import type { DataPart } from '../../../../language/data/description';
import { pythonLiteral } from '../../python/pythonText';
import { ExportProblem } from '../../exportProblem';
import { useHelper } from '../dataHelpers';
import { argument, listText, seedOf, splitLines, textOf, type LoadContext } from './loadContext';
import type { StepPlan } from './stepPlan';

/** A folder of images with class folders, a file of labels, or masks. */
export function imageLines(context: LoadContext): readonly string[] {
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

/** The call that reads one image and takes it through the first steps. */
export function readText(
  file: string,
  { shape }: DataPart,
  { first }: StepPlan,
  part: 'image' | 'mask' = 'image',
): string {
  const mode = shape.at(-1) === 1 ? 'grayscale' : 'rgb';
  const nearest = part === 'mask' ? '_mask' : '';
  const steps = first.map(({ variable, step }) =>
    step.layer.name === 'Resizing' ? `${variable}${nearest}` : variable,
  );
  return `read_image(${file}, ${pythonLiteral(mode)}${steps.length === 0 ? '' : `, [${steps.join(', ')}]`})`;
}
