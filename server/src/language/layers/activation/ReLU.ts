import { float, parameter } from '../shared/parameters';
import { activationLayer } from './activationLayer';

export const ReLU = activationLayer('ReLU', 'relu', {
  kerasName: 're_lu',
  parameters: [
    parameter('max_value', { kind: 'float', min: 0, optional: true }, null, 'The largest output.'),
    float('negative_slope', 'The slope below the threshold.', 0, { min: 0 }),
    float('threshold', 'Values up to it are damped.', 0, { min: 0 }),
  ],
});
