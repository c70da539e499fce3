import type { ArgumentProblem } from '../layers/arguments';
import type { LayerDefinition, LayerFix } from '../layers/definition';
import { activations } from '../layers/functions/activations';
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
    fixes: [
      ...roundedDown(argument),
      ...activationByName(call, layer, argument),
      ...problem.fixes.flatMap((fix) => argumentFix(call, layer, fix, argument)),
    ],
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

/** An activation in another argument's place, as in `Conv2D(32, 3, relu)`. */
function activationByName(call: Call, layer: LayerDefinition, argument: Argument | undefined): readonly Fix[] {
  const value = argument?.value;
  if (value === undefined || argument?.name !== undefined) return [];
  const word =
    value.kind === 'Text' ? value.value : value.kind === 'Call' && value.args === undefined ? value.callee.text : '';
  const isGiven = call.args?.items.some(({ name }) => name?.text === 'activation') === true;
  const takesOne = layer.parameters.some(({ name }) => name === 'activation');
  if (isGiven || !takesOne || activations.get(word) === undefined) return [];
  return [
    {
      title: `say activation=${word}`,
      edits: [{ span: { start: value.start, end: value.start }, newText: 'activation=' }],
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
    case 'name':
      return argument === undefined
        ? []
        : [
            {
              title: `name it ${fix.to}`,
              edits: [{ span: { start: argument.start, end: argument.start }, newText: `${fix.to}=` }],
            },
          ];
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
