import { activationLayer } from './activationLayer';

export const Mish = activationLayer('Mish', 'mish', { kerasName: 'activation' });
