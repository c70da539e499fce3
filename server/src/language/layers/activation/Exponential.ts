import { activationLayer } from './activationLayer';

export const Exponential = activationLayer('Exponential', 'exponential', { kerasName: 'activation' });
