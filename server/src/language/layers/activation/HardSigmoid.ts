import { activationLayer } from './activationLayer';

export const HardSigmoid = activationLayer('HardSigmoid', 'hard_sigmoid', { kerasName: 'activation' });
