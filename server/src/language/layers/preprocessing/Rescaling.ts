import type { LayerDefinition } from '../definition';
import { knownNumber, numberOf } from '../readers';
import { add, scaleBy } from '../shared/arithmetic';
import { sameShape } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';
import { float, parameter } from '../shared/parameters';

export const Rescaling: LayerDefinition = {
  name: 'Rescaling',
  aliases: [],
  category: 'preprocessing',
  summary: 'Multiplies by a number and adds another: 1/255 brings pixels to 0…1.',
  parameters: [
    parameter('scale', { kind: 'float' }, undefined, 'The factor.'),
    float('offset', 'What is added after it.', 0),
  ],
  inputs: { min: 1, max: 1 },
  inferShape: sameShape,
  onData: {
    range: ([low, high], args) => {
      const [scale, offset] = [numberOf(args, 'scale'), numberOf(args, 'offset')];
      if (typeof scale !== 'number' || typeof offset !== 'number') return undefined;
      const [a, b] = [low * scale + offset, high * scale + offset];
      return [Math.min(a, b), Math.max(a, b)];
    },
  },
  lower: (context, inputs, args) => {
    const input = onlyInput(inputs);
    const numbers = input.dtype === 'float32' ? input : context.apply('Cast', [input], { dtype: 'float32' });
    const scaled = scaleBy(context, numbers, knownNumber(args, 'scale'));
    const offset = knownNumber(args, 'offset');
    return offset === 0 ? scaled : add(context, scaled, offset);
  },
};
