import { zeroPadding } from './zeroPadding';

export const ZeroPadding2D = zeroPadding(2, 1);
