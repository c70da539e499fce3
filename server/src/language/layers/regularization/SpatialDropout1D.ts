import { spatialDropout } from './spatialDropout';

export const SpatialDropout1D = spatialDropout(1);
