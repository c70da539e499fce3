import { activationLayer } from './activationLayer';

export const Tanh = activationLayer('Tanh', 'tanh', { kerasName: 'activation' });
