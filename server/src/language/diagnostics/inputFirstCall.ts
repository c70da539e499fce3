import type { Problem } from '../model/problem';
import type { Call } from '../syntax/tree';
import { otherLayer } from './otherNames';

/** PyTorch's layers whose first argument is what flows in, by what they are called here. */
const layers: ReadonlyMap<string, string> = new Map(
  [1, 2, 3].flatMap((rank): (readonly [string, string])[] => [
    [`Conv${rank}d`, `Conv${rank}D`],
    [`ConvTranspose${rank}d`, `Conv${rank}DTranspose`],
  ]),
);

/**
 * `nn/unknown-layer` for `Conv2d(1, 32, 3)` and `Linear(784, 10)`: with the name alone changed, the channels that flow in
 * would be taken for the filters. Undefined for other calls.
 */
export function inputFirstCall(call: Call): Problem | undefined {
  const { callee, args } = call;
  const to = callee.text === 'Linear' ? otherLayer(callee.text) : layers.get(callee.text);
  const [first, second] = args?.items ?? [];
  if (to === undefined || first === undefined || second === undefined) return undefined;
  if (first.name !== undefined || second.name !== undefined) return undefined;
  return {
    code: 'nn/unknown-layer',
    span: { start: callee.start, end: callee.end },
    message: `${callee.text}(in, out) is ${to}(out) here: what flows in is known`,
    fixes: [
      {
        title: `write ${to} without what flows in`,
        edits: [{ span: { start: callee.start, end: second.start }, newText: `${to}(` }],
      },
    ],
  };
}
