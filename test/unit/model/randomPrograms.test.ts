import { describe, expect, test } from 'vitest';
import { campaignCount, campaignSeeds } from '../../helpers/campaign';
import { expectKept } from '../../helpers/expectKept';
import { analysisOf } from '../../helpers/marked';
import { seededRandom } from '../../helpers/programs';
import { randomProgram } from '../../helpers/randomProgram';
import { shake } from '../../helpers/shake';

const programOf = (seed: number): string => randomProgram(seededRandom(seed), { models: 2, steps: 8 });

describe('programs of the generator', () => {
  test(`${campaignCount(60, 2_000)} have no errors, and a complete graph`, { timeout: 600_000 }, () => {
    for (const seed of campaignSeeds(60, 2_000)) {
      const { diagnostics, models } = analysisOf(programOf(seed));
      const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
      expect(errors, `seed ${seed}\n${programOf(seed)}`).toEqual([]);
      expect(models.map(({ graph }) => graph.complete)).toEqual([true, true]);
    }
  });

  test(
    `${campaignCount(150, 10_000)} keep their meaning when they are formatted, once and for all`,
    { timeout: 1_800_000 },
    () => {
      for (const seed of campaignSeeds(150, 10_000)) {
        expectKept(shake(programOf(seed), seededRandom(seed)));
      }
    },
  );
});
