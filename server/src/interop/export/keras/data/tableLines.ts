import { pythonLiteral } from '../../python/pythonText';
import { useHelper } from '../dataHelpers';
import { stepText } from '../stepText';
import { readText } from './imageLines';
import { argument, listText, splitLines, textOf, textsOf, type LoadContext } from './loadContext';

/** A table: columns by part, classes as numbers, pictures read from the files that a column names. */
export function csvLines(context: LoadContext): readonly string[] {
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
