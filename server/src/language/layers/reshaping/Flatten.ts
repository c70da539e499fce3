import { elementCount, formatShape } from '../../model/shape';
import type { LayerDefinition } from '../definition';
import { gives } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';
import { dataFormat } from '../shared/parameters';
import { reshapeTo, sizesBehindBatch } from '../shared/reshape';

export const Flatten: LayerDefinition = {
  name: 'Flatten',
  aliases: [],
  category: 'reshaping',
  summary: 'Lays all values of an example out in one row.',
  parameters: [dataFormat],
  inputs: { min: 1, max: 1 },
  inferShape: ([input = []]) => gives([elementCount(input)]),
  shapeFormula: ([input = []]) =>
    input.length < 2 ? undefined : `${formatShape(input).replaceAll('x', ' · ')} = ${elementCount(input) ?? '?'}`,
  receptiveField: () => 'whole',
  lower: (context, inputs) => {
    const input = onlyInput(inputs);
    return reshapeTo(context, input, [sizesBehindBatch(input).reduce((total, size) => total * size, 1)]);
  },
};
