/** The process behind the data panel: questions and answers over its fourth descriptor, like those about models. */
import { Socket } from 'node:net';
import type { FromDataProcess, ToDataProcess } from '../../protocol/dataMessages';
import { toDataProcessSchema } from '../../protocol/dataMessageSchema';
import { createMessenger } from '../../protocol/messenger';
import { inspectDescriptor } from '../inspect/inspectProcess';
import { toRunError } from '../runProblem';
import { createDataService } from './dataService';

/** A download tells how far it is no more often than this, in milliseconds. */
const progressTime = 100;

/** Serves until the stream ends, or for `idleTime` milliseconds without a question; then the process exits. */
export function enterDataProcess(idleTime: number): void {
  const service = createDataService();
  const running = new Map<number, AbortController>();
  const end = (): never => process.exit(0);
  const rest = (): void => {
    // A download may take longer than nobody asks.
    if (running.size === 0) end();
    else idle.refresh();
  };
  const idle = setTimeout(rest, idleTime);
  const messenger = createMessenger<ToDataProcess, FromDataProcess>(new Socket({ fd: inspectDescriptor }), {
    schema: toDataProcessSchema,
    onMessage: (message) => {
      idle.refresh();
      const { id } = message;
      if (message.type === 'cancel') {
        running.get(id)?.abort();
        return;
      }
      const control = new AbortController();
      running.set(id, control);
      let told = 0;
      const onProgress: Parameters<typeof service.ask>[2]['onProgress'] = (progress) => {
        const now = Date.now();
        if (now - told < progressTime && progress.done < progress.total) return;
        told = now;
        messenger.send({ type: 'progress', id, progress });
      };
      service
        .ask(message.subject, message.question, { onProgress, signal: control.signal })
        .then(
          (answer) => messenger.send({ type: 'answer', id, answer }),
          (error: unknown) =>
            messenger.send({ type: 'failed', id, error: control.signal.aborted ? cancelled : toRunError(error) }),
        )
        .finally(() => running.delete(id));
    },
    onClose: end,
  });
}

const cancelled = {
  code: 'data/cancelled',
  message: 'The download was stopped',
  cause: 'What has come so far is kept.',
  nextStep: 'Download again: it goes on where it stopped.',
};
