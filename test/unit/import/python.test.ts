/** Python code that builds Keras models, read as text. `UPDATE=1` writes what comes out as what is expected. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importModel } from '../../../server/src/interop/import/importModel';

const folder = join(import.meta.dirname, '../../fixtures/import');
const files = readdirSync(folder).filter((name) => name.endsWith('.py'));

const read = (name: string, text: string) => importModel({ name, bytes: new TextEncoder().encode(text) });

describe('Keras code', () => {
  it.each(files)('%s becomes the text beside it', async (name) => {
    const { text } = await read(name, readFileSync(join(folder, name), 'utf8'));
    const expected = join(folder, name.replace(/\.py$/, '.nn'));
    if (process.env['UPDATE'] === '1') writeFileSync(expected, text);
    expect(text).toBe(readFileSync(expected, 'utf8'));
  });

  it('tells what it does not know, with the line', async () => {
    const { notes } = await read(
      'a.py',
      'import keras\nwidth = ask()\nm = keras.Sequential([keras.layers.Input((4,)),\n  keras.layers.Dense(width)])\n',
    );
    expect(notes.map(({ place, message }) => `${place}: ${message}`)).toEqual([
      'a.py, line 4: the value of units is not known (what ask gives)',
      'a.py, line 4 (dense): Dense needs units: the number of output features',
    ]);
  });

  it('says where there is no model', async () => {
    await expect(read('a.py', 'print("hello")\n')).rejects.toThrow('a.py: there is no Sequential(…)');
  });

  it.each([
    ['loops without end', 'import keras\nfor a in range(10000):\n  for b in range(10000):\n    x = a + b\n'],
    ['functions that call themselves', 'def f(x):\n  return f(x)\nf(1)\n'],
    ['nested brackets', `x = ${'('.repeat(5000)}\n`],
    ['a text without end', 'x = "abc\n'],
  ])('stops at %s', async (_what, text) => {
    await expect(read('a.py', text)).rejects.toThrow(/^a\.py/);
  });
});
