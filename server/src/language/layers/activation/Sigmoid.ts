import { activationLayer } from './activationLayer';

export const Sigmoid = activationLayer('Sigmoid', 'sigmoid', { kerasName: 'activation' });
