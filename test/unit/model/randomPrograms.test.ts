import { describe, expect, test } from 'vitest';
import { campaignSeeds } from '../../helpers/campaign';
import { expectKept } from '../../helpers/expectKept';
import { analysisOf } from '../../helpers/marked';
import { seededRandom } from '../../helpers/programs';
import { randomProgram } from '../../helpers/randomProgram';
import { shake } from '../../helpers/shake';

const programOf = (seed: number): string => randomProgram(seededRandom(seed), { models: 2, steps: 8 });

describe('programs of the generator', () => {
  test('have no errors, and a complete graph', { timeout: 600_000 }, () => {
    for (const seed of campaignSeeds(60, 2_000)) {
      const { diagnostics, models } = analysisOf(programOf(seed));
      const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
      expect(errors, `seed ${seed}\n${programOf(seed)}`).toEqual([]);
      expect(models.map(({ graph }) => graph.complete)).toEqual([true, true]);
    }
  });

  test('keep their meaning when they are formatted, once and for all', { timeout: 1_800_000 }, () => {
    for (const seed of campaignSeeds(150, 10_000)) {
      expectKept(shake(programOf(seed), seededRandom(seed)));
    }
  });
});
