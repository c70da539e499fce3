import { extremeGradient } from './extremeGradient';
import { reduction } from './reduction';

/** The least element over `axes`. */
export const Min = reduction('Min', { start: Infinity, step: Math.min }, extremeGradient);
