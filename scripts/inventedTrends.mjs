// Writes samples/data/trends.csv: invented weekly interest in the form of a Google Trends export, over the weeks of
// the first notebook (2015-01-25 to 2020-01-12). Google's own figures are not ours to ship: node scripts/inventedTrends.mjs
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup/root.mjs';

const weeks = 260;
const dayMilliseconds = 86_400_000;
const start = Date.UTC(2015, 0, 25);

// Lehmer's generator with the multiplier of Park and Miller: the same noise on each machine.
let state = 20150125;
function uniform() {
  state = (state * 48_271) % 2_147_483_647;
  return state / 2_147_483_647;
}

const days = Array.from({ length: weeks }, (_, week) => new Date(start + week * 7 * dayMilliseconds));
const interest = days.map((day, week) => {
  const growth = 22 + 70 / (1 + Math.exp(-(week - 125) / 38));
  const yearDay = (day.getTime() - Date.UTC(day.getUTCFullYear(), 0, 1)) / dayMilliseconds;
  const summer = 0.07 * Math.exp(-(((yearDay - 205) / 40) ** 2));
  const holidays = 0.3 * (Math.exp(-(((yearDay - 359) / 6) ** 2)) + Math.exp(-(((yearDay + 6) / 6) ** 2)));
  const noise = 0.05 * (uniform() + uniform() + uniform() - 1.5);
  return growth * (1 - summer - holidays + noise);
});
const most = Math.max(...interest);
const rows = interest.map(
  (value, week) => `${days[week].toISOString().slice(0, 10)},${Math.round((100 * value) / most)}`,
);
const heading = ['Category: none (invented values in the form of an export)', '', 'Week,machine learning: (Worldwide)'];
writeFileSync(join(root, 'samples/data/trends.csv'), `${[...heading, ...rows].join('\n')}\n`);
