import { zeroPadding } from './zeroPadding';

export const ZeroPadding1D = zeroPadding(1, 1);
