import { globalPooling } from './globalPooling';

export const GlobalAvgPool3D = globalPooling(3, 'Mean');
