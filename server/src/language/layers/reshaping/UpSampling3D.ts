import { upSampling } from './upSampling';

export const UpSampling3D = upSampling(3);
