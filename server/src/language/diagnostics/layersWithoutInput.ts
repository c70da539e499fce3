import type { Frame } from '../model/frame';
import type { InputlessRun } from '../model/inputlessRuns';
import type { Problem } from '../model/problem';
import { bracketedSource } from '../syntax/bracketedSource';
import type { Call, FlowStatement } from '../syntax/tree';
import type { Fix, TextEdit } from './diagnostic';
import { removeArgument } from './edits';
import { excerpt, firstLine } from './firstLine';

/**
 * `nn/flow`: flows that begin with a layer. Below another flow they go on with it, and their arrows are missing; else a
 * flow begins with the data, in a block with `in`, or with what Keras's `input_shape` says.
 */
export function layersWithoutInput(run: InputlessRun, frame: Frame): Problem {
  const [first, ...others] = run.flows;
  const name = excerpt(frame.inputless.get(first) ?? '', 30);
  const arrows = others.map(arrowBefore);
  if (run.before !== undefined)
    return {
      code: 'nn/flow',
      span: first.value,
      message: firstLine(`No arrow leads into ${name}: -> ${name}`),
      fixes: [{ title: 'go on by ->', edits: [arrowBefore(first), ...arrows] }],
    };
  return {
    code: 'nn/flow',
    span: first.value,
    message: firstLine(`${name} needs an input before it: x -> ${name}`),
    fixes: beginning(first, frame).map(({ title, edits }) => ({ title, edits: [...edits, ...arrows] })),
  };
}

function arrowBefore({ start }: FlowStatement): TextEdit {
  return { span: { start, end: start }, newText: '-> ' };
}

function beginning({ value }: FlowStatement, frame: Frame): readonly Fix[] {
  const given = value.kind === 'Call' ? inputShape(value) : undefined;
  const [data] = frame.scope.data.keys();
  const start =
    frame.owner.kind === 'Block' ? 'in' : (given?.text ?? (data === undefined ? undefined : `input ${data}`));
  if (start === undefined) return [];
  const edit = { span: { start: value.start, end: value.start }, newText: `${start} -> ` };
  return [{ title: `begin with ${start}`, edits: [edit, ...(given?.text === start ? given.edits : [])] }];
}

/** Keras's `input_shape=(28, 28, 1)` in the first layer of a model, and how to take it out. */
function inputShape(call: Call): { readonly text: string; readonly edits: readonly TextEdit[] } | undefined {
  const argument = call.args?.items.find(({ name }) => name?.text === 'input_shape');
  const found = argument === undefined ? undefined : bracketedSource(argument.value);
  if (found === undefined) return undefined;
  const removed = removeArgument(call, 'input_shape', () => -1);
  return { text: `input ${found.text}`, edits: removed === undefined ? [] : [removed] };
}
