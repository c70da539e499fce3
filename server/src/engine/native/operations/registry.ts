import { arrangementWriters } from './arrangement';
import { batchWriters } from './batch';
import { convolutionWriters } from './convolutions';
import { elementwiseWriters } from './elementwise';
import { imageWriters } from './images';
import type { OperationWriter } from './operationWriter';
import { updateWriters } from './updates';

const writers: ReadonlyMap<string, OperationWriter> = new Map(
  [elementwiseWriters, arrangementWriters, batchWriters, convolutionWriters, imageWriters, updateWriters].flatMap(
    (table) => Object.entries(table),
  ),
);

/** The writer of an operation; throws for one that the native engine does not know. */
export function writerOf(op: string): OperationWriter {
  const writer = writers.get(op);
  if (writer === undefined) throw new TypeError(`the native engine has no operation ${op}`);
  return writer;
}

/** Every operation with a writer; feeds, constants and reads are made by `writeProgram` itself. */
export const writtenOperations: readonly string[] = [...writers.keys(), 'Placeholder', 'ReadVariableOp', 'Const'];
