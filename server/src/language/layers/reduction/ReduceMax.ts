import { reduction } from './reduction';

export const ReduceMax = reduction('Max', 'largest value');
