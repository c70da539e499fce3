/** A turn of the event loop: without one a step, messages never arrive, since the native engine blocks the thread. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
