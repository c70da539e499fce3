import { adamFamily } from './adamFamily';

/** Adaptive moments (Kingma and Ba, 2014). */
export const Adam = adamFamily('Adam');
