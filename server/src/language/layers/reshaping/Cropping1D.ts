import { cropping } from './cropping';

export const Cropping1D = cropping(1, 1);
