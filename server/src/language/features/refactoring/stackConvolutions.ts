import { setArgument } from '../../diagnostics/edits';
import { positionOf } from '../../diagnostics/positionOf';
import { resultsOf } from '../results';
import { flowAt, type Refactoring } from './refactoring';

/**
 * Replaces a 7×7 (5×5, 9×9 …) convolution by as many 3×3 ones as see the same field: fewer weights, more
 * non-linearity. Only where nothing strides or dilates, so that the field stays exactly the same.
 */
export const stackConvolutions: Refactoring = (analysis, range) => {
  const step = flowAt(analysis, range)?.path.find((node) => node.kind === 'Step');
  if (step?.kind !== 'Step' || step.repeat !== undefined || step.guard !== undefined) return undefined;
  const node = resultsOf(analysis, step).at(0)?.nodes.at(0);
  const kernel = node?.args['kernel_size'];
  if (node === undefined || !Array.isArray(kernel) || node.layer.category !== 'convolution') return undefined;
  const size: unknown = kernel[0];
  const isOdd = typeof size === 'number' && size >= 5 && size % 2 === 1 && kernel.every((other) => other === size);
  const isPlain =
    isOnes(node.args['strides']) && isOnes(node.args['dilation_rate']) && step.call.callee.text === node.layer.name;
  if (!isOdd || !isPlain) return undefined;

  const count = (size - 1) / 2;
  const small = setArgument(step.call, 'kernel_size', '3', (name) => positionOf(node.layer, name));
  const repeat = { span: { start: step.call.end, end: step.call.end }, newText: ` * ${count}` };
  const sizes = (value: number): string => Array.from(kernel, () => value).join('×');
  return { title: `Replace ${sizes(size)} by ${count} × ${sizes(3)}`, kind: 'rewrite', edits: [small, repeat] };
};

function isOnes(value: unknown): boolean {
  return value === undefined || value === 1 || (Array.isArray(value) && value.every((item) => item === 1));
}
