import { activationLayer } from './activationLayer';

export const Softsign = activationLayer('Softsign', 'softsign', { kerasName: 'activation' });
