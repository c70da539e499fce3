import { l2Pooling } from './l2Pooling';
import { pooling } from './pooling';

export const L2Pool1D = pooling(1, l2Pooling);
