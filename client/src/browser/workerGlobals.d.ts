/** What a browser's extension host offers beside the editor's API, in a room whose library is Node's. */
declare global {
  interface Worker {
    postMessage(message: unknown): void;
    terminate(): void;
  }

  const Worker: new (url: string) => Worker;
}

export {};
