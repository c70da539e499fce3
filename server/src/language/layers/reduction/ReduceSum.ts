import { reduction } from './reduction';

export const ReduceSum = reduction('Sum', 'sum');
