import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../server/src/language/analyze';
import { programData } from '../../helpers/programData';
import { testHost } from '../../helpers/testHost';

const folder = join(__dirname, '../../fixtures/programs');
const programs = readdirSync(folder).filter((name) => name.endsWith('.nn'));
const files = Object.fromEntries(programs.map((name) => [`file:///${name}`, readFileSync(join(folder, name), 'utf8')]));

function analyzeProgram(name: string) {
  const uri = `file:///${name}`;
  return analyze({ uri, version: 1, text: files[uri] ?? '' }, testHost(files, programData));
}

describe('the shared programs', () => {
  it('are fourteen', () => expect(programs.length).toBe(14));

  it.each(programs)('%s checks without an error', (name) => {
    const errors = analyzeProgram(name).diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors).toEqual([]);
  });

  it.each(programs)('%s: every assertion holds', (name) => {
    for (const model of analyzeProgram(name).models) {
      for (const assertion of model.assertions)
        expect(`${assertion.text}: ${String(assertion.holds)}`).toBe(`${assertion.text}: true`);
    }
  });

  it.each([
    ['vgg16.nn', 138_357_544],
    ['resnet50.nn', 25_636_712],
    ['mobilenetv2.nn', 3_538_984],
    ['mnist.nn', 93_322],
    ['cifarnet.nn', 326_442],
  ])('%s has %d parameters', (name, params) => {
    expect(analyzeProgram(name).models[0]?.graph.totals.params).toBe(params);
  });

  it.each(programs)('%s: every training set-up can run, unless it waits for data', (name) => {
    for (const train of analyzeProgram(name).trains) expect(train.settings, train.name).toBeDefined();
  });
});
