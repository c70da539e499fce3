/** A thread that decodes image files, so that all cores take part. */
import { parentPort } from 'node:worker_threads';
import { RunProblem, textOf } from '../../runProblem';
import { decodeChunk, type DecodedChunk, type DecodeTask } from './decodeChunk';

export type DecodeReply =
  | { readonly kind: 'decoded'; readonly chunk: DecodedChunk }
  | {
      readonly kind: 'problem';
      readonly code: string;
      readonly message: string;
      readonly reason: string;
      readonly nextStep: string;
    };

parentPort?.on('message', (task: DecodeTask) => {
  void decodeChunk(task).then(
    (chunk) => parentPort?.postMessage({ kind: 'decoded', chunk } satisfies DecodeReply, [chunk.data.buffer]),
    (error: unknown) => parentPort?.postMessage(problemOf(error)),
  );
});

function problemOf(error: unknown): DecodeReply {
  if (error instanceof RunProblem)
    return {
      kind: 'problem',
      code: error.code,
      message: error.message,
      reason: error.reason,
      nextStep: error.nextStep,
    };
  return {
    kind: 'problem',
    code: 'data/unreadable',
    message: 'An image cannot be decoded',
    reason: textOf(error),
    nextStep: 'Check the files of the folder.',
  };
}
