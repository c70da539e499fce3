import { spatialDropout } from './spatialDropout';

export const SpatialDropout2D = spatialDropout(2);
