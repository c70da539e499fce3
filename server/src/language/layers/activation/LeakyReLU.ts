import { float } from '../shared/parameters';
import { activationLayer } from './activationLayer';

export const LeakyReLU = activationLayer('LeakyReLU', 'leaky_relu', {
  kerasName: 'leaky_re_lu',
  parameters: [float('negative_slope', 'The slope below zero.', 0.3, { min: 0 })],
});
