import { activationLayer } from './activationLayer';

export const TanhShrink = activationLayer('TanhShrink', 'tanh_shrink', { kerasName: 'activation' });
