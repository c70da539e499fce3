/**
 * Announces long work and its end, with the seconds gone by in between, so that nothing looks stuck.
 *
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function announce(what, work) {
  const start = Date.now();
  const seconds = () => Math.round((Date.now() - start) / 1000);
  console.log(`setup: ${what} …`);
  const pulse = setInterval(() => console.log(`setup: ${what} … ${seconds()} s`), 10_000);
  try {
    const result = await work();
    console.log(`setup: ${what}: done in ${seconds()} s`);
    return result;
  } finally {
    clearInterval(pulse);
  }
}
