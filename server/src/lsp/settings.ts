/** The part of the editor's settings that the server reads; a missing or wrong one has its default. */
export interface Settings {
  readonly inlayHints: { readonly shapes: boolean; readonly parameters: boolean };
  readonly codeLens: boolean;
  /** Folders that hold published data sets, by source. */
  readonly dataFolders: { readonly [source: string]: string };
}

export const defaultSettings: Settings = {
  inlayHints: { shapes: true, parameters: true },
  codeLens: true,
  dataFolders: {},
};

/** Reads the `shapewright` section, whatever the client has sent. */
export function readSettings(section: unknown): Settings {
  const hints = member(section, 'inlayHints');
  const folders = member(member(section, 'data'), 'folders');
  const entries = typeof folders === 'object' && folders !== null ? Object.entries(folders) : [];
  return {
    inlayHints: {
      shapes: flag(member(hints, 'shapes'), defaultSettings.inlayHints.shapes),
      parameters: flag(member(hints, 'parameters'), defaultSettings.inlayHints.parameters),
    },
    codeLens: flag(member(member(section, 'codeLens'), 'enabled'), defaultSettings.codeLens),
    dataFolders: Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
  };
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as { readonly [name: string]: unknown })[name]
    : undefined;
}

function flag(value: unknown, otherwise: boolean): boolean {
  return typeof value === 'boolean' ? value : otherwise;
}
