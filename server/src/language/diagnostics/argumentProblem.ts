import type { ArgumentProblem } from '../layers/arguments';
import type { LayerDefinition, LayerFix } from '../layers/definition';
import type { Problem } from '../model/problem';
import type { Argument, Call } from '../syntax/tree';
import type { Fix } from './diagnostic';
import { removeArgument, setArgument } from './edits';
import { firstLine } from './firstLine';
import { positionOf } from './positionOf';

/** `nn/argument`: an argument that the layer does not take, or whose value does not fit. */
export function argumentProblem(
  call: Call,
  layer: LayerDefinition,
  problem: ArgumentProblem,
  nodes: readonly Argument[],
): Problem {
  const argument = problem.index === undefined ? undefined : nodes[problem.index];
  const span =
    argument === undefined
      ? call.callee
      : problem.fixes.some((fix) => fix.kind === 'rename')
        ? (argument.name ?? argument)
        : argument;
  return {
    code: `nn/${problem.code}`,
    span,
    message: firstLine(problem.message),
    fixes: [...roundedDown(argument), ...problem.fixes.flatMap((fix) => argumentFix(call, layer, fix, argument))],
  };
}

/** A quotient that should be a whole number is rounded down by `//`. */
function roundedDown(argument: Argument | undefined): readonly Fix[] {
  const value = argument?.value;
  if (value?.kind !== 'Binary' || value.operator !== '/') return [];
  return [
    {
      title: 'round down by //',
      edits: [{ span: { start: value.operatorSpan.start, end: value.operatorSpan.end }, newText: '//' }],
    },
  ];
}

/** A layer's fix of its own arguments as an edit of the call. */
export function argumentFix(call: Call, layer: LayerDefinition, fix: LayerFix, argument?: Argument): readonly Fix[] {
  switch (fix.kind) {
    case 'set':
      return [
        {
          title: `set ${fix.argument}=${fix.value}`,
          edits: [setArgument(call, fix.argument, fix.value, (name) => positionOf(layer, name))],
        },
      ];
    case 'remove': {
      const edit = removeArgument(call, fix.argument, (name) => positionOf(layer, name));
      return edit === undefined ? [] : [{ title: `remove ${fix.argument}`, edits: [edit] }];
    }
    case 'rename': {
      const name = argument?.name ?? call.args?.items.find((item) => item.name?.text === fix.argument)?.name;
      return name === undefined
        ? []
        : [{ title: `change to ${fix.to}`, edits: [{ span: { start: name.start, end: name.end }, newText: fix.to }] }];
    }
    case 'replace-layer':
      return [
        {
          title: `use ${fix.layer}`,
          edits: [{ span: { start: call.callee.start, end: call.callee.end }, newText: fix.layer }],
        },
      ];
    case 'insert-before':
      return [];
  }
}
