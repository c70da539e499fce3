import { freemem } from 'node:os';

/** Bytes that this process may still take: what is free, or what its container leaves it. */
export function availableMemory(): number {
  // Node 20.13 brought it; editors that are older have earlier ones.
  const measure: unknown = Reflect.get(process, 'availableMemory');
  const measured: unknown = typeof measure === 'function' ? Reflect.apply(measure, process, []) : undefined;
  return typeof measured === 'number' && measured > 0 ? measured : freemem();
}
