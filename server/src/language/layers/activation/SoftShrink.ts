import { activationLayer } from './activationLayer';

export const SoftShrink = activationLayer('SoftShrink', 'soft_shrink', { kerasName: 'activation' });
