import { elementCount } from '../../model/shape';
import type { LayerDefinition } from '../definition';
import { numberOf } from '../readers';
import { multiply } from '../shared/arithmetic';
import { fails, gives, shapeProblem } from '../shared/inference';
import { onlyInput } from '../shared/onlyInput';
import { parameter } from '../shared/parameters';
import { namedInitializer } from '../shared/weights';

/** keras/src/applications/convnext.py, after "Going deeper with image transformers" (Touvron et al., 2021). */
export const LayerScale: LayerDefinition = {
  name: 'LayerScale',
  aliases: [],
  category: 'normalization',
  summary: 'Multiplies each channel by a learned factor that starts near zero, as ConvNeXt does.',
  parameters: [
    parameter('init_values', { kind: 'float' }, 1e-6, 'What every factor starts with.'),
    parameter(
      'projection_dim',
      { kind: 'integer', min: 1, optional: true },
      null,
      'The number of channels; none takes that of the input.',
    ),
  ],
  inputs: { min: 1, max: 1 },
  inferShape: ([input = []], args) => {
    const [channels, wanted] = [input.at(-1), numberOf(args, 'projection_dim')];
    if (input.length === 0) return fails({ code: 'rank', message: 'LayerScale needs an axis of channels', fixes: [] });
    if (typeof channels !== 'number' || typeof wanted !== 'number' || channels === wanted) return gives(input);
    return shapeProblem(
      `LayerScale's projection_dim is ${wanted}, the input has ${channels} channels`,
      [{ kind: 'set', argument: 'projection_dim', value: String(channels) }],
      { argument: 'projection_dim', input: 0 },
    );
  },
  weights: ([input = []], args) => [
    {
      name: 'gamma',
      shape: [input.at(-1) ?? null],
      initializer: { ...namedInitializer('constant'), args: { value: numberOf(args, 'init_values') ?? 1e-6 } },
      trainable: true,
    },
  ],
  parameterFormula: ([input = []]) => String(input.at(-1) ?? '?'),
  macs: ([input = []]) => elementCount(input),
  lower: (context, inputs) => multiply(context, onlyInput(inputs), context.weight('gamma')),
};
