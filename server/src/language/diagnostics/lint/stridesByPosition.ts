import type { BuildNode } from '../../model/buildNode';
import type { Problem } from '../../model/problem';
import { firstLine } from '../firstLine';
import { pricedCall } from '../pricedCall';

/**
 * `nn/strides-by-position`: `Conv2D(64, 3, 3)`. Its third number is the strides, where Keras 1 and other
 * libraries have the second side of the kernel; even kernels are left alone, since patches are written so.
 */
export function stridesByPosition(node: BuildNode): readonly Problem[] {
  const { call, file } = node.syntax;
  const positional = node.layer.parameters
    .filter((parameter) => parameter.keywordOnly !== true)
    .map(({ name }) => name);
  const items = call?.args?.items ?? [];
  const [size, strides] = [items[positional.indexOf('kernel_size')], items[positional.indexOf('strides')]];
  if (call === undefined || size?.value.kind !== 'Number' || strides?.value.kind !== 'Number') return [];
  if (
    size.name !== undefined ||
    strides.name !== undefined ||
    size.value.value !== strides.value.value ||
    size.value.value % 2 === 0 ||
    size.value.value < 3
  )
    return [];
  const side = size.value.value;
  const edits = [
    {
      title: `one kernel of ${side}x${side}, no strides`,
      edits: [{ span: { start: size.start, end: strides.end }, newText: `${side}x${side}` }],
    },
    {
      title: `say strides=${side}`,
      edits: [{ span: { start: strides.start, end: strides.start }, newText: 'strides=' }],
    },
  ];
  const shapes = node.inputs.map(({ output }) => output);
  return [
    {
      code: 'nn/strides-by-position',
      severity: 'warning',
      span: { start: strides.start, end: strides.end },
      message: firstLine(`The second ${side} is ${node.layer.name}'s strides: the kernel is ${side}x${side} already`),
      fixes: edits.map((fix) => pricedCall(fix, call, file, shapes, () => [])),
    },
  ];
}
