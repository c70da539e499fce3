/** A notification of a client in a browser, whose server reads no disk: model files of the workspace as they are now. */
export const filesNotification = 'shapewright/files';

export interface FilesParams {
  /** A text, or null for a file that is gone. */
  readonly files: readonly { readonly uri: string; readonly text: string | null }[];
}
