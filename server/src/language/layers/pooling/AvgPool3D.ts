import { averagePooling } from './averagePooling';
import { pooling } from './pooling';

export const AvgPool3D = pooling(3, averagePooling);
