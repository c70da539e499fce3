import { globalPooling } from './globalPooling';

export const GlobalMaxPool1D = globalPooling(1, 'Max');
