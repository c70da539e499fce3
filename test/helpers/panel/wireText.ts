/** Arrays of bytes and numbers that messages hold. */
const arrays = { Uint8Array, Int32Array, Uint32Array, Float32Array, Float64Array } as const;

/**
 * A message as one text: arrays in base64, and what JSON does not know by its name. An object of tens of thousands
 * of parts goes into a page several times as fast like this as playwright takes it apart, and a property
 * called `__proto__` stays one.
 */
export function wireText(message: unknown): string {
  return JSON.stringify(message, function (this: Readonly<Record<string, unknown>>, key, value: unknown) {
    // What stands there, not what its `toJSON` has made of it.
    const held = this[key];
    if (ArrayBuffer.isView(held)) {
      const wire = Object.entries(arrays).find(([, type]) => held instanceof type)?.[0];
      if (wire === undefined) throw new Error('a message holds an array of a kind that none holds yet');
      return { wire, text: Buffer.from(held.buffer, held.byteOffset, held.byteLength).toString('base64') };
    }
    if (typeof held === 'number' && !Number.isFinite(held)) return { wire: 'Number', text: String(held) };
    return held === undefined ? { wire: 'undefined', text: '' } : value;
  });
}

/** Gives the page the function `fromWire`, which makes the message of its text again. */
export const wireReader = `
  const arrays = { ${Object.keys(arrays).join(', ')} };
  window.fromWire = (message) => JSON.parse(message, (_, value) => {
    if (typeof value?.wire !== 'string' || typeof value.text !== 'string') return value;
    if (value.wire === 'undefined') return undefined;
    if (value.wire === 'Number') return Number(value.text);
    return new arrays[value.wire](Uint8Array.from(atob(value.text), (letter) => letter.charCodeAt(0)).buffer);
  });
`;

/** What the page has of `wireReader`. */
export interface WireWindow {
  readonly fromWire: (message: string) => unknown;
}
