import { encode } from 'fast-png';
import { openDataset } from '../../engine/data/openDataset';
import { rowNumbers } from '../../engine/data/examples';
import { drawGrid, drawLine, type Drawing } from '../../engine/data/drawExamples';
import { RunProblem } from '../../engine/runProblem';
import type { CommandOutput } from '../command';
import type { DataOptions } from '../data';
import { resultPlace } from '../resultPlace';
import { findData } from './findData';

/** Writes the first examples, behind all steps, as one PNG; tells their classes in the order of the grid. */
export async function previewData(options: DataOptions, output: CommandOutput): Promise<void> {
  const place = resultPlace(options.out, options.json, output);
  const { name, request, steps, context } = await findData(options, output, false);
  const dataset = await openDataset(
    { request, steps, validation: { kind: 'none' }, limit: undefined, seed: options.seed },
    context,
  );
  try {
    const split = options.split === 'test' ? dataset.test : dataset.train;
    const part = dataset.fed.parts.find(
      ({ name: other, type, shape }) => other !== dataset.fed.target && type !== 'text' && shape.length >= 2,
    );
    if (split === undefined || part === undefined) throw nothingToShow(name, options.split);
    const rows = rowNumbers(Math.min(options.count, split.length));
    const target = dataset.fed.parts.find(
      ({ name: other, type, shape }) => other === dataset.fed.target && type === 'class' && shape.length === 0,
    );
    const batch = await split.batch(rows, [part.name, ...(target === undefined ? [] : [target.name])], {
      training: options.training,
      seed: [options.seed | 0, 0],
    });
    const values = batch.get(part.name);
    if (values === undefined) throw nothingToShow(name, options.split);
    const drawing: Drawing = values.shape.length === 4 ? drawGrid(values) : drawLine(values);
    const file = options.out;
    await place.write(encode(drawing));
    const classes =
      target === undefined
        ? undefined
        : Array.from(batch.get(target.name)?.data ?? [], (label) => target.classes?.[label] ?? String(label));
    if (options.json)
      output.out.write(
        `${JSON.stringify({ name, file, examples: rows.length, height: drawing.height, width: drawing.width, classes: classes ?? null })}\n`,
      );
    else
      place.told.write(
        `${place.isOutput ? '' : `${file}: `}${rows.length} of ${name}, ${drawing.width}x${drawing.height}\n${classes === undefined ? '' : `  ${classes.join(', ')}\n`}`,
      );
  } finally {
    await dataset.close();
  }
}

function nothingToShow(name: string, split: string): RunProblem {
  return new RunProblem('data/preview', {
    message: `There is nothing to show of ${name} (${split})`,
    reason: 'Only images and series can be drawn, of a part that the data have.',
    nextStep: 'Choose another part with --split, or other data.',
  });
}
