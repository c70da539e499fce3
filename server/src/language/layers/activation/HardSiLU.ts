import { activationLayer } from './activationLayer';

export const HardSiLU = activationLayer('HardSiLU', 'hard_silu', {
  aliases: ['hard_silu', 'HardSwish', 'hard_swish'],
  kerasName: 'activation',
});
