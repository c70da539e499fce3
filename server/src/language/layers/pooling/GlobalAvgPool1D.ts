import { globalPooling } from './globalPooling';

export const GlobalAvgPool1D = globalPooling(1, 'Mean');
