import type { KernelValue } from '../layers/definition';
import type { KernelDeclaration } from '../syntax/tree';
import { evaluate } from './evaluate';
import type { Report } from './problem';
import { kernelOf, isList, type Value } from './value';

/** The fixed weights of a `kernel` declaration, 1-D to 3-D; undefined where they are not a full block of numbers. */
export function evaluateKernel(declaration: KernelDeclaration, report: Report): KernelValue | undefined {
  let problems = 0;
  const value = evaluate(declaration.value, {
    parameter: () => undefined,
    kernel: () => undefined,
    tensors: undefined,
    dependsOnContext: () => undefined,
    report: (problem) => {
      problems += 1;
      report(problem);
    },
  });
  const kernel = kernelOf(declaration.name.text, value);
  if (kernel !== undefined && kernel.shape.length <= 3) return kernel;
  if (problems === 0 && declaration.value.kind !== 'Missing') {
    report({ code: 'nn/kernel', span: declaration.value, message: reason(value, kernel) });
  }
  return undefined;
}

function reason(value: Value, kernel: KernelValue | undefined): string {
  if (kernel !== undefined) return `A kernel has 1 to 3 axes, this has ${kernel.shape.length}`;
  return isList(value) ? 'A kernel needs numbers in rows of equal length' : 'A kernel is a list of numbers, [-1, 1]';
}
