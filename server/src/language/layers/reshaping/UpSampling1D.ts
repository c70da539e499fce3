import { upSampling } from './upSampling';

export const UpSampling1D = upSampling(1);
