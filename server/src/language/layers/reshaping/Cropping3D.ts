import { cropping } from './cropping';

export const Cropping3D = cropping(3, 1);
