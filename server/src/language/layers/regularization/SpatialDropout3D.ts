import { spatialDropout } from './spatialDropout';

export const SpatialDropout3D = spatialDropout(3);
