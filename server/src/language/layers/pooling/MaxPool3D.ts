import { maxPooling } from './maxPooling';
import { pooling } from './pooling';

export const MaxPool3D = pooling(3, maxPooling);
