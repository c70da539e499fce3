import { pythonLiteral } from '../../python/pythonText';
import { useHelper } from '../dataHelpers';
import { argument, splitLines, testShare, textOf, type LoadContext } from './loadContext';

/** Arrays by name, `_train` and `_test` behind it where there are both. */
export function npzLines(context: LoadContext): readonly string[] {
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

/** One array, and another one of labels. */
export function npyLines(context: LoadContext): readonly string[] {
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

/** The format of MNIST: a folder with its four files, or files of images and labels. */
export function idxLines(context: LoadContext): readonly string[] {
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
