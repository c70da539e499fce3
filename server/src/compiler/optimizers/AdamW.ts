import { adamFamily } from './adamFamily';

/** Adaptive moments (Kingma and Ba, 2014) with decoupled weight decay (Loshchilov and Hutter, 2017). */
export const AdamW = adamFamily('AdamW');
