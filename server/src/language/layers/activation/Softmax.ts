import type { LayerDefinition } from '../definition';
import { knownSizes, sizesOf } from '../readers';
import { axesProblem, gives } from '../shared/inference';
import { softmaxOver } from '../shared/lowerSoftmax';
import { onlyInput } from '../shared/onlyInput';
import { parameter } from '../shared/parameters';

/** keras/src/layers/activations/softmax.py; several axes share one sum. */
export const Softmax: LayerDefinition = {
  name: 'Softmax',
  aliases: ['softmax'],
  category: 'activation',
  summary: 'Turns numbers into shares that are positive and sum to 1 along an axis.',
  parameters: [parameter('axis', { kind: 'axes' }, -1, 'The axis or axes that sum to 1, the batch counted as 0.')],
  inputs: { min: 1, max: 1 },
  inferShape: ([input = []], args) => axesProblem('Softmax', input, sizesOf(args, 'axis')) ?? gives(input),
  lower: (context, inputs, args) => softmaxOver(context, onlyInput(inputs), knownSizes(args, 'axis'), 'Softmax'),
};
