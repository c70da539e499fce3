import { globalPooling } from './globalPooling';

export const GlobalMaxPool2D = globalPooling(2, 'Max');
