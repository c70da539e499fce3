/** Whether this is `npm run soak`, and no test of every day. */
export const isSoak = process.env['SHAPEWRIGHT_SOAK'] !== undefined;

/** How much of a campaign a run does: a slice in the tests of every day, all of it in `npm run soak`. */
export function campaign(slice: number, all: number): number {
  return isSoak ? all : slice;
}

/** How many a campaign does, for the titles of its tests: `10,000`. */
export function campaignCount(slice: number, all: number): string {
  return campaign(slice, all).toLocaleString('en');
}

/** The seeds 1, 2, … of a campaign; a soak that is started again may begin at another one. */
export function campaignSeeds(slice: number, all: number): readonly number[] {
  const first = Number(process.env['SHAPEWRIGHT_SOAK_SEED'] ?? 1);
  return Array.from({ length: campaign(slice, all) }, (_, index) => first + index);
}
