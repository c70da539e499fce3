/** What globalSetup.mjs prepares. */
export type EditorInstallation =
  | { readonly kind: 'browser'; readonly browser: string; readonly address: string }
  | {
      readonly kind: 'desktop';
      readonly program: string;
      readonly extensions: string;
      readonly settings: { readonly [key: string]: unknown };
    };

declare module 'vitest' {
  interface ProvidedContext {
    readonly editor: EditorInstallation;
    /** Where screenshots are kept. */
    readonly artifacts: string;
    readonly samples: string;
    /** Where the setting shapewright.targets says that a Ray cluster is: `here`. */
    readonly rayPort: number;
  }
}
