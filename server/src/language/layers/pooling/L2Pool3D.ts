import { l2Pooling } from './l2Pooling';
import { pooling } from './pooling';

export const L2Pool3D = pooling(3, l2Pooling);
