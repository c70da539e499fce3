import { activationLayer } from './activationLayer';

export const SELU = activationLayer('SELU', 'selu', { kerasName: 'activation' });
