import { activationLayer } from './activationLayer';

export const ReLU6 = activationLayer('ReLU6', 'relu6', { kerasName: 'activation' });
