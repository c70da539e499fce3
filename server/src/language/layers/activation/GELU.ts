import { activationLayer } from './activationLayer';

export const GELU = activationLayer('GELU', 'gelu', { kerasName: 'activation' });
