import type { BuildNode } from '../../model/buildNode';
import type { Step } from '../../syntax/tree';
import type { TextEdit } from '../diagnostic';
import { lineOf, type Candidate } from './candidate';

/** How far back a step is looked for whose removal would help. */
const reach = 6;

/** The failing step left out, or one before it that changed the shape: a Flatten too early, a pooling too many. */
export function removalCandidates(target: BuildNode): readonly Candidate[] {
  const found: Candidate[] = [];
  let current: BuildNode | undefined = target.inputs.length === 1 ? target.inputs[0] : undefined;
  for (let distance = 0; current?.inputs.length === 1 && distance < reach; distance += 1) {
    const { category } = current.layer;
    if (current.layer.weights !== undefined) break;
    if (category === 'reshaping' || category === 'pooling') found.push(...remove(current, `, line ${lineOf(current)}`));
    current = current.inputs[0];
  }
  const isWeightless = target.layer.weights === undefined && target.inputs.length === 1;
  return [...found.slice(0, 1), ...(isWeightless ? remove(target, '') : [])];
}

/** A step of its own, without a repetition or a guard, left out. */
export function remove(node: BuildNode, place: string): readonly Candidate[] {
  const { step, file } = node.syntax;
  if (step === undefined || step.repeat !== undefined || step.guard !== undefined) return [];
  return [
    {
      title: `remove ${node.layer.name}${place}`,
      edits: [removal(file.text, step)],
      changes: [{ node, removed: true }],
    },
  ];
}

/** The step with the white space before it. */
function removal(text: string, step: Step): TextEdit {
  const before = text.slice(0, step.start).trimEnd().length;
  return { span: { start: before, end: step.end }, newText: '' };
}
