import type { OperationDefinition } from './definition';

/** An operation without inputs: its type stands in the program, its values come from outside. */
export function sourceOperation(name: string): OperationDefinition {
  return { name, infer: () => [] };
}
