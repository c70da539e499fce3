import { maxPooling } from './maxPooling';
import { pooling } from './pooling';

export const MaxPool1D = pooling(1, maxPooling);
