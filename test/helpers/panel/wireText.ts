/** Arrays of bytes and numbers that messages hold. */
const arrays = { Uint8Array, Int32Array, Uint32Array, Float32Array, Float64Array } as const;

/**
 * A message as one text, arrays in base64. An object with tens of thousands of parts goes into a page twenty times
 * as fast like this as playwright takes it apart; like the editor's own way it drops what is undefined.
 */
export function wireText(message: unknown): string {
  return JSON.stringify(message, function (this: Readonly<Record<string, unknown>>, key, value: unknown) {
    // What stands there, not what its `toJSON` has made of it.
    const held = this[key];
    if (!ArrayBuffer.isView(held)) return value;
    const name = Object.entries(arrays).find(([, type]) => held instanceof type)?.[0];
    if (name === undefined) throw new Error('a message holds an array of a kind that none holds yet');
    return { wire: name, bytes: Buffer.from(held.buffer, held.byteOffset, held.byteLength).toString('base64') };
  });
}

/** Gives the page the function `fromWire`, which makes the message of its text again. Runs in the page. */
export const wireReader = `
  const arrays = { ${Object.keys(arrays).join(', ')} };
  window.fromWire = (text) => JSON.parse(text, (_, value) => {
    if (typeof value?.bytes !== 'string' || !Object.hasOwn(arrays, value.wire)) return value;
    return new arrays[value.wire](Uint8Array.from(atob(value.bytes), (letter) => letter.charCodeAt(0)).buffer);
  });
`;
