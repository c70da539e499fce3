import { activationLayer } from './activationLayer';

export const Linear = activationLayer('Linear', 'linear', { kerasName: 'activation' });
