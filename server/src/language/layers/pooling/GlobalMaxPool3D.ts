import { globalPooling } from './globalPooling';

export const GlobalMaxPool3D = globalPooling(3, 'Max');
