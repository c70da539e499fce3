/** The types of a worker that the language server's transport names, in a room whose library is Node's. */
declare global {
  interface DedicatedWorkerGlobalScope {
    postMessage(message: unknown): void;
    onmessage: ((event: { readonly data: unknown }) => unknown) | null;
  }

  type Worker = DedicatedWorkerGlobalScope;
}

export {};
