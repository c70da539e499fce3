/** Sizes in pixels at the editor's usual 13-pixel font; panels scale the whole picture. */
export const metrics = {
  font: 13,
  small: 11,
  boxHeight: 48,
  padding: 12,
  header: 26,
  framePadding: 16,
  minWidth: 176,
  maxWidth: 288,
} as const;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Rectangle extends Point, Size {}
