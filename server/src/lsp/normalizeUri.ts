/**
 * Editors and node write the same place in different ways (`%20`, `c%3A`, `C:`); this is one of them, to compare by.
 * Not every answer is a URI that can be opened.
 */
export function normalizeUri(uri: string): string {
  if (!uri.startsWith('file:')) return uri;
  try {
    return decodeURIComponent(uri).replace(/^file:\/\/\/[A-Z]:/, (drive) => drive.toLowerCase());
  } catch {
    return uri;
  }
}
