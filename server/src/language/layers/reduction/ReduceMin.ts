import { reduction } from './reduction';

export const ReduceMin = reduction('Min', 'smallest value');
