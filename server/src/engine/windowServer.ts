/** The socket of an engine process: windows attach, see all events behind a number, and detach. */
import { chmod, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { protocolVersion, type FromEngine, type ToEngine } from '../protocol/engineMessages';
import { toEngineSchema } from '../protocol/engineMessageSchema';
import { createMessenger, type Messenger } from '../protocol/messenger';
import type { EventHub } from './eventHub';
import { makeSocketFolder } from './runs/runFolder';
import type { TrainingControl } from './training/control';

/** Events in one message: the history of a long run in one piece would be over the limit of a frame. */
const messageLength = 2000;

export interface WindowServerOptions {
  readonly socket: string;
  readonly run: string;
  readonly attempt: number;
  readonly hub: EventHub;
  readonly control: TrainingControl;
  /** No window has been attached for this long (milliseconds); undefined: it never matters. */
  readonly graceTime: number | undefined;
  readonly onAbandoned: () => void;
}

export interface WindowServer {
  /** Ends all connections once what was sent has left, and takes the socket away. */
  close(): Promise<void>;
}

export async function serveWindows(options: WindowServerOptions): Promise<WindowServer> {
  const windows = new Set<Promise<void>>();
  const messengers = new Set<Messenger<FromEngine>>();
  let timer: NodeJS.Timeout | undefined;
  const watchForWindows = (): void => {
    clearTimeout(timer);
    if (options.graceTime !== undefined && windows.size === 0)
      timer = setTimeout(options.onAbandoned, options.graceTime);
  };

  const accept = (socket: Socket): void => {
    clearTimeout(timer);
    const closed = new Promise<void>((resolve) => {
      const messenger = attend(socket, options, () => {
        messengers.delete(messenger);
        windows.delete(closed);
        watchForWindows();
        resolve();
      });
      messengers.add(messenger);
    });
    windows.add(closed);
  };

  const server = createServer({ allowHalfOpen: true }, accept);
  await makeSocketFolder(options.socket);
  if (process.platform !== 'win32') await rm(options.socket, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // The socket must never be open to others, not even between listen and chmod.
    const mask = process.umask(0o177);
    server.listen(options.socket, resolve);
    process.umask(mask);
  });
  if (process.platform !== 'win32') await chmod(options.socket, 0o600);
  watchForWindows();

  return {
    close: async () => {
      server.close();
      const open = [...windows];
      for (const messenger of messengers) messenger.close();
      await Promise.all(open);
      clearTimeout(timer);
    },
  };
}

/** One window: its messages steer the training, its subscription lasts as long as the connection. */
function attend(
  socket: Socket,
  { run, attempt, hub, control }: WindowServerOptions,
  onClose: () => void,
): Messenger<FromEngine> {
  let unsubscribe: (() => void) | undefined;
  const messenger: Messenger<FromEngine> = createMessenger<ToEngine, FromEngine>(socket, {
    schema: toEngineSchema,
    onMessage: (message) => {
      if (message.type !== 'attach') {
        control[message.type]();
        return;
      }
      unsubscribe?.();
      messenger.send({ type: 'attached', protocolVersion, run, pid: process.pid, attempt });
      // Another version would not understand the events; it has been told ours and can say so.
      if (message.protocolVersion !== protocolVersion) return;
      unsubscribe = hub.subscribe(message.sequence, (events) => {
        for (let from = 0; from < events.length; from += messageLength) {
          messenger.send({ type: 'events', events: events.slice(from, from + messageLength) });
        }
      });
    },
    onClose: () => {
      unsubscribe?.();
      onClose();
    },
  });
  return messenger;
}
