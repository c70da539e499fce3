import { activationLayer } from './activationLayer';

export const HardShrink = activationLayer('HardShrink', 'hard_shrink', { kerasName: 'activation' });
