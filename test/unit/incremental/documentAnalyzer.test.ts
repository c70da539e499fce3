import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { analyze } from '../../../server/src/language/analyze';
import type { DataAnswer } from '../../../server/src/language/data/description';
import { DocumentAnalyzer } from '../../../server/src/language/incremental/documentAnalyzer';
import type { LanguageServiceHost } from '../../../server/src/language/index';
import { analysisPicture } from '../../helpers/analysisText';
import { campaignSeeds } from '../../helpers/campaign';
import { uriOf } from '../../helpers/marked';
import { programs, seededRandom } from '../../helpers/programs';
import { randomEdit, workspaceText } from '../../helpers/randomEdit';

const EDITS = 20;
const seeds = campaignSeeds(20, 1_000);

test.each(seeds)('edits and undo, version by version as a fresh analysis, seed %i', (seed) => {
  const random = seededRandom(seed);
  const files = { 'features.nn': programs.find(({ name }) => name === 'cifarnet.nn')?.text ?? '' };
  const answers: DataAnswer[] = [{ kind: 'pending' }];
  const host = hostWith(files, answers);
  const analyzer = new DocumentAnalyzer();
  const texts = [workspaceText(random)];
  analyzer.update({ uri: uriOf('main.nn'), version: 0, text: texts[0] ?? '' }, host);
  for (let version = 1; version <= EDITS; version++) {
    const isUndo = texts.length > 1 && random() < 0.25;
    if (isUndo) texts.pop();
    else texts.push(randomEdit(texts.at(-1) ?? '', random));
    if (random() < 0.1) files['features.nn'] = randomEdit(files['features.nn'], random);
    if (random() < 0.1)
      answers[0] = random() < 0.5 ? table : { kind: 'problem', code: 'data-file', message: 'not there', argument: 0 };
    const document = { uri: uriOf('main.nn'), version, text: texts.at(-1) ?? '' };
    const picture = analysisPicture(analyzer.update(document, host));
    const fresh = analysisPicture(analyze(document, host));
    // The quick comparison decides; the slow one, which draws the difference, is made where there is one.
    const isSame = isDeepStrictEqual(picture, fresh);
    if (!isSame) expect(picture).toEqual(fresh);
    expect(isSame, `version ${version}`).toBe(true);
  }
});

test('an edit in one model leaves the others as they are', () => {
  const model = (name: string, units: number): string => `model ${name} {\n  input 8 -> Dense(${units})\n}\n`;
  const host = hostWith({}, [{ kind: 'pending' }]);
  const analyzer = new DocumentAnalyzer();
  const update = (units: number) =>
    analyzer.update(
      { uri: uriOf('main.nn'), version: units, text: model('A', 4) + model('B', units) + model('C', 4) },
      host,
    );
  const before = [...update(9).models];
  const after = update(10).models;
  expect(after.map((analysis, index) => analysis === before[index])).toEqual([true, false, true]);
  expect(after.map(({ graph }) => graph.totals.params)).toEqual([36, 90, 36]);
  expect(after.map(({ declaration }) => declaration.start)).toEqual([0, 34, 69]);
});

test('an edit in a block reaches the models that use it, and no other', () => {
  const text = (units: number): string =>
    `block Inner { in -> Dense(${units}) }\nblock Outer { in -> Inner }\nmodel A { input 8 -> Outer }\nmodel B { input 8 -> Dense(2) }\n`;
  const host = hostWith({}, [{ kind: 'pending' }]);
  const analyzer = new DocumentAnalyzer();
  const before = [...analyzer.update({ uri: uriOf('main.nn'), version: 1, text: text(3) }, host).models];
  const after = analyzer.update({ uri: uriOf('main.nn'), version: 2, text: text(4) }, host).models;
  expect(after.map((analysis, index) => analysis === before[index])).toEqual([false, true]);
  expect(after.map(({ graph }) => graph.totals.params)).toEqual([36, 18]);
});

const table: DataAnswer = {
  kind: 'known',
  description: {
    parts: [
      { name: 'photo', shape: [32, 32, 3], type: 'uint8', range: [0, 255], classes: undefined },
      { name: 'rooms', shape: [], type: 'float32', range: undefined, classes: undefined },
      { name: 'price', shape: [], type: 'float32', range: undefined, classes: undefined },
    ],
    target: 'price',
    examples: { train: 100, test: 20 },
  },
};

function hostWith(files: { readonly [name: string]: string }, answers: readonly DataAnswer[]): LanguageServiceHost {
  return {
    describe: () => answers[0] ?? { kind: 'pending' },
    readFile: (uri) => files[uri.replace('file:///workspace/', '')],
    resolve: (_from, path) => (path.includes('..') ? undefined : uriOf(path)),
  };
}
