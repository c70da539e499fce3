import { activationLayer } from './activationLayer';

export const ELU = activationLayer('ELU', 'elu', { kerasName: 'elu' });
