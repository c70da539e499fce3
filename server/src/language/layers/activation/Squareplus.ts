import { activationLayer } from './activationLayer';

export const Squareplus = activationLayer('Squareplus', 'squareplus', { kerasName: 'activation' });
