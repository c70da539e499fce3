/** The typed way between a webview and its host; the only place that calls `acquireVsCodeApi`. */
import { fromWire } from '../../server/src/protocol/panelWire';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export interface HostConnection<Incoming, Outgoing, Saved> {
  post(message: Outgoing): void;
  /** What `save` was last given in this panel, also before a reload of the window. */
  saved(): Partial<Saved>;
  save(state: Saved): void;
  /** Calls `listener` with each message that `check` lets through; anything else is dropped. */
  listen(listener: (message: Incoming) => void): void;
}

/** Connects to the host. May be called once: VS Code hands its object out a single time. */
export function connectToHost<Incoming, Outgoing, Saved extends object>(
  check: (message: unknown) => Incoming | undefined,
): HostConnection<Incoming, Outgoing, Saved> {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    saved: () => {
      const state = api.getState();
      return typeof state === 'object' && state !== null ? state : {};
    },
    save: (state) => api.setState(state),
    listen: (listener) => {
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        const message = check(fromWire(event.data));
        if (message !== undefined) listener(message);
      });
    },
  };
}
