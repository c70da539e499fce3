import { reduction } from './reduction';

export const ReduceProd = reduction('Prod', 'product');
