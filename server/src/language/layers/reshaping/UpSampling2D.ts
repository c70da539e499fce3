import { upSampling } from './upSampling';

export const UpSampling2D = upSampling(2);
