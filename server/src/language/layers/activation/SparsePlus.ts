import { activationLayer } from './activationLayer';

export const SparsePlus = activationLayer('SparsePlus', 'sparse_plus', { kerasName: 'activation' });
