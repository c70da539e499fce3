import { averagePooling } from './averagePooling';
import { pooling } from './pooling';

export const AvgPool2D = pooling(2, averagePooling);
