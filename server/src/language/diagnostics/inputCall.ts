import type { Problem } from '../model/problem';
import { bracketedSource } from '../syntax/bracketedSource';
import type { Call } from '../syntax/tree';

const names: ReadonlySet<string> = new Set(['Input', 'InputLayer']);

/** `Input(shape=(28, 28, 1))`, Keras's spelling of `input 28x28x1`; undefined for another call. */
export function inputCall(call: Call): Problem | undefined {
  if (!names.has(call.callee.text)) return undefined;
  const value = call.args?.items[0]?.value;
  const text =
    value?.kind === 'Shape' ? value.sizes.map((size) => size ?? '?').join('x') : value && bracketedSource(value)?.text;
  return {
    code: 'nn/unknown-layer',
    span: { start: call.callee.start, end: call.callee.end },
    message: `An input is no layer: write input ${text ?? '28x28x1'}`,
    fixes:
      text === undefined
        ? []
        : [
            {
              title: `write input ${text}`,
              edits: [{ span: { start: call.start, end: call.end }, newText: `input ${text}` }],
            },
          ],
  };
}
