declare module 'vitest' {
  /** What globalSetup.mjs prepares. */
  interface ProvidedContext {
    /** The program of a Chromium. */
    readonly browser: string;
    /** Where pictures of the panels are kept, to be looked at. */
    readonly pictures: string;
  }
}

export {};
