/** The inspect process: questions and answers over its fourth descriptor, until the starter goes or nothing is asked for long. */
import { Socket } from 'node:net';
import type { FromInspector, ToInspector } from '../../protocol/inspectMessages';
import { toInspectorSchema } from '../../protocol/inspectMessageSchema';
import { createMessenger } from '../../protocol/messenger';
import { toRunError } from '../runProblem';
import { createInspectService } from './inspectService';

/** The descriptor of the stream; the first three stay for what libraries print. */
export const inspectDescriptor = 3;

/** Serves until the stream ends, or for `idleTime` milliseconds without a question; then the process exits. */
export function enterInspectProcess(idleTime: number): void {
  const service = createInspectService();
  const end = (): never => process.exit(0);
  const idle = setTimeout(end, idleTime);
  const messenger = createMessenger<ToInspector, FromInspector>(new Socket({ fd: inspectDescriptor }), {
    schema: toInspectorSchema,
    onMessage: ({ id, subject, question }) => {
      idle.refresh();
      service.ask(subject, question).then(
        (answer) => messenger.send({ type: 'answer', id, answer }),
        (error: unknown) => messenger.send({ type: 'failed', id, error: toRunError(error) }),
      );
    },
    onClose: end,
  });
}
