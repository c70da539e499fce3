import { cropping } from './cropping';

export const Cropping2D = cropping(2, 0);
