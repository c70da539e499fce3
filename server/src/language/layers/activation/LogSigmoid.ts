import { activationLayer } from './activationLayer';

export const LogSigmoid = activationLayer('LogSigmoid', 'log_sigmoid', { kerasName: 'activation' });
