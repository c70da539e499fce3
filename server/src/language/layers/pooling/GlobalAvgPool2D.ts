import { globalPooling } from './globalPooling';

export const GlobalAvgPool2D = globalPooling(2, 'Mean');
