import { reduction } from './reduction';

export const ReduceMean = reduction('Mean', 'mean');
