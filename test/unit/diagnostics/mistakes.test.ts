/**
 * Typical mistakes, collected from public questions and issues: each fixture shows the message, its causes and
 * its fixes below the place that is wrong. `vitest -u` draws the pictures anew; they are read, not trusted.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applied, diagnose, drawDiagnostics, withoutPictures } from '../../helpers/mistakes';

const folder = join(import.meta.dirname, '../../fixtures/mistakes');
const mistakes = readdirSync(folder).map((name) => ({
  name,
  path: join(folder, name),
  text: withoutPictures(readFileSync(join(folder, name), 'utf8')),
}));

describe('typical mistakes', () => {
  it('are at least sixty', () => expect(mistakes.length).toBeGreaterThanOrEqual(60));

  it.each(mistakes)('$name', async ({ path, text }) => {
    await expect(drawDiagnostics(text, diagnose(text))).toMatchFileSnapshot(path);
  });

  it.each(mistakes)('$name: one problem is told once, in at most 80 characters, with a fix', ({ text }) => {
    const found = diagnose(text);
    expect(found.map(({ code }) => code)).toHaveLength(1);
    for (const { message, fixes } of found) {
      expect([...message].length).toBeLessThanOrEqual(80);
      expect(fixes.length).toBeGreaterThan(0);
    }
  });

  it.each(mistakes)(
    '$name: every fix, applied, leaves the file without that problem, and without a new error',
    ({ text }) => {
      for (const diagnostic of diagnose(text)) {
        for (const fix of diagnostic.fixes) {
          const after = diagnose(applied(text, fix));
          expect(
            after.map(({ code }) => code),
            fix.title,
          ).not.toContain(diagnostic.code);
          expect(
            after.filter(({ severity }) => severity === 'error').map(({ message }) => message),
            fix.title,
          ).toEqual([]);
        }
      }
    },
  );

  it.each(mistakes)('$name: a fix that changes layers says what it gives and what it costs', ({ text }) => {
    for (const { code, fixes } of diagnose(text)) {
      const isOfLayers = [
        'nn/shape',
        'nn/rank',
        'nn/shared',
        'nn/classes',
        'nn/target-shape',
        'nn/activation',
        'nn/inputs',
      ].includes(code);
      for (const { title } of fixes) if (isOfLayers) expect(title).toMatch(/\(.*[+−][\d,]+ params\)$/);
    }
  });
});
