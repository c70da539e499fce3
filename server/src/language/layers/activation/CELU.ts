import { activationLayer } from './activationLayer';

export const CELU = activationLayer('CELU', 'celu', { kerasName: 'activation' });
