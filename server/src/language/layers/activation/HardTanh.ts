import { activationLayer } from './activationLayer';

export const HardTanh = activationLayer('HardTanh', 'hard_tanh', { kerasName: 'activation' });
