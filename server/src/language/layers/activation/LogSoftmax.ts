import { activationLayer } from './activationLayer';

export const LogSoftmax = activationLayer('LogSoftmax', 'log_softmax', { kerasName: 'activation' });
