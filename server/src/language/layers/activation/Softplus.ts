import { activationLayer } from './activationLayer';

export const Softplus = activationLayer('Softplus', 'softplus', { kerasName: 'activation' });
