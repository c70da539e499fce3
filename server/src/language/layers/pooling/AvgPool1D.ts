import { averagePooling } from './averagePooling';
import { pooling } from './pooling';

export const AvgPool1D = pooling(1, averagePooling);
