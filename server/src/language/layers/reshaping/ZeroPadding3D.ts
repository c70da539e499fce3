import { zeroPadding } from './zeroPadding';

export const ZeroPadding3D = zeroPadding(3, 1);
