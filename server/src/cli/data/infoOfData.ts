import { formatShape } from '../../language/model/shape';
import type { DataDescription } from '../../language/data/description';
import type { CommandOutput } from '../command';
import type { DataOptions } from '../data';
import { findData } from './findData';

/** What is known of data without loading them: parts behind the source and behind each step. */
export async function infoOfData(options: DataOptions, output: CommandOutput): Promise<void> {
  const { name, stages } = await findData(options, output, false);
  if (options.json) {
    output.out.write(`${JSON.stringify({ name, stages })}\n`);
    return;
  }
  output.out.write(`${name}\n`);
  for (const stage of stages) output.out.write(describe(stage.name, stage.description));
}

function describe(stage: string, description: DataDescription | undefined): string {
  if (description === undefined) return `  ${stage}: not known\n`;
  const { train, test } = description.examples;
  const isSeries = train === 1 && description.parts.length === 1 && description.parts[0]?.shape.length === 2;
  const counts = isSeries ? 'a series' : `${train ?? '?'} to train, ${test ?? '?'} to test`;
  const parts = description.parts.map(({ name, shape, type, range, classes }) => {
    const values =
      classes === undefined
        ? range === undefined
          ? ''
          : `${range[0]} … ${range[1]}`
        : `${classes.length} classes: ${classes.slice(0, 12).join(', ')}${classes.length > 12 ? ', …' : ''}`;
    const target = name === description.target ? ' (target)' : '';
    return `    ${name}${target}  ${shape.length === 0 ? 'one value' : formatShape(shape)}  ${type}  ${values}\n`;
  });
  return `  ${stage}: ${counts}\n${parts.join('')}`;
}
