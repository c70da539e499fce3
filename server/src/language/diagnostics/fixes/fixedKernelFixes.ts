import type { BuildNode } from '../../model/buildNode';
import { kernelOf } from '../../layers/readers';
import type { Candidate } from './candidate';

/** A row of fixed weights where a convolution wants a plane: its declaration in one more pair of brackets. */
export function fixedKernelCandidates(node: BuildNode): readonly Candidate[] {
  const kernel = kernelOf(node.args, 'kernel');
  if (!kernel) return [];
  const declaration = node.syntax.file.declarations.find(
    (other) => other.kind === 'Kernel' && other.name.text === kernel.name,
  );
  if (declaration?.kind !== 'Kernel' || declaration.value.kind !== 'List') return [];
  const { start, end } = declaration.value;
  return [
    {
      title: `write ${kernel.name} as one row: [[…]]`,
      edits: [
        { span: { start, end: start }, newText: '[' },
        { span: { start: end, end }, newText: ']' },
      ],
      changes: [{ node, args: { ...node.args, kernel: { ...kernel, shape: [1, ...kernel.shape] } } }],
    },
  ];
}
