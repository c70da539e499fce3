import { l2Pooling } from './l2Pooling';
import { pooling } from './pooling';

export const L2Pool2D = pooling(2, l2Pooling);
