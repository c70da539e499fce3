/** docs/language.md: its examples are analysed; each code is explained by one that gives this code and no other. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diagnose, drawDiagnostics, withoutPictures } from '../../helpers/mistakes';

const root = join(import.meta.dirname, '../../..');
const path = join(root, 'docs/language.md');
const page = readFileSync(path, 'utf8');
const [reference = '', errors = ''] = page.split('\n## Errors and warnings\n');
const sections = errors
  .split(/\n### (?=nn\/)/)
  .slice(1)
  .map((section) => ({
    code: section.slice(0, section.indexOf('\n')),
    example: withoutPictures(/```nn\n([\s\S]*?)```/.exec(section)?.[1] ?? ''),
  }));

/** Every code that the language's sources spell out; those of layers stand without `nn/`. */
function codesOfSources(): ReadonlySet<string> {
  const folder = join(root, 'server/src/language');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const codes = new Set<string>();
  for (const file of files) {
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [, code] of text.matchAll(/'(nn\/[a-z-]+)'/g)) if (code !== undefined) codes.add(code);
    for (const [, code] of text.matchAll(/\bcode: '([a-z-]+)'/g)) if (code !== undefined) codes.add(`nn/${code}`);
    for (const [, kind] of text.matchAll(/unknownName\(\s*'([a-z]+)'/g))
      if (kind !== undefined && kind !== 'function') codes.add(`nn/unknown-${kind}`);
    for (const [, kind] of text.matchAll(/readFunction\([^;]*?'([a-z]+)'/g))
      if (kind !== undefined) codes.add(`nn/unknown-${kind}`);
  }
  return codes;
}

describe('the language page', () => {
  it('draws every example of a code as it is told', async () => {
    const drawn = errors.replace(/```nn\n([\s\S]*?)```/g, (_fence, text: string) => {
      const source = withoutPictures(text);
      return `\`\`\`nn\n${drawDiagnostics(source, diagnose(source))}\`\`\``;
    });
    await expect(`${reference}\n## Errors and warnings\n${drawn}`).toMatchFileSnapshot(path);
  });

  it.each(sections)('$code is what its example gives, and nothing else', ({ code, example }) => {
    expect([...new Set(diagnose(example).map((diagnostic) => diagnostic.code))]).toEqual([code]);
  });

  it('explains every code there is, and no other', () => {
    expect(sections.map(({ code }) => code).toSorted()).toEqual([...codesOfSources()].toSorted());
  });

  it('has no error in the examples of the reference', () => {
    const examples = [...reference.matchAll(/```nn\n([\s\S]*?)```/g)].map(([, text]) => text ?? '');
    expect(examples.length).toBeGreaterThan(2);
    for (const example of examples)
      expect(diagnose(example).filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
