import { maxPooling } from './maxPooling';
import { pooling } from './pooling';

export const MaxPool2D = pooling(2, maxPooling);
