import { activationLayer } from './activationLayer';

export const SiLU = activationLayer('SiLU', 'silu', { aliases: ['silu', 'Swish', 'swish'], kerasName: 'activation' });
