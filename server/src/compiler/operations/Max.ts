import { extremeGradient } from './extremeGradient';
import { reduction } from './reduction';

/** The greatest element over `axes`. */
export const Max = reduction('Max', { start: -Infinity, step: Math.max }, extremeGradient);
