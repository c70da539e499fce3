/** What the test explorer asks the server: every assertion of a file with what it comes to. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { assertionsRequest } from '../../server/src/protocol/assertionsRequest';
import { assertionsResultSchema } from '../../server/src/protocol/assertionsSchema';
import { startLanguageServer, type LanguageServer } from '../helpers/languageServer';

const uri = 'file:///nowhere/asserted.nn';
const text = `model Small {
  input 8x8x1 -> Conv2D(4, 3) -> Flatten -> Dense(2)
  assert params < 100
  assert output == 2
}

model Open {
  any = input ?x?x1
  output all = any -> Conv2D(4, 3)
  assert shape(all) == 6x6x4
}

data digits = mnist -> Rescaling(1/255)

model Digits {
  input digits -> Flatten -> Dense(10, activation=softmax)
}

train fast = Digits on digits {
  loss: categorical_crossentropy
  metrics: [accuracy]
  assert test.accuracy > 0.9
}
`;

let server: LanguageServer;

beforeEach(async () => {
  server = await startLanguageServer();
});
afterEach(() => server.dispose());

test('assertions come in the order of the text, with their numbers', async () => {
  await server.client.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'nn', version: 1, text },
  });
  const found = assertionsResultSchema.parse(await server.client.sendRequest(assertionsRequest, { uri })) ?? [];
  expect(found.map(({ kind, owner, text, holds, explanation }) => [kind, owner, text, holds, explanation])).toEqual([
    ['model', 'Small', 'params < 100', false, '330 >= 100'],
    ['model', 'Small', 'output == 2', true, '2 == 2'],
    ['model', 'Open', 'shape(all) == 6x6x4', null, '?x?x4 ? 6x6x4'],
    ['train', 'fast', 'test.accuracy > 0.9', null, ''],
  ]);
  expect(found.map(({ start, end }) => text.slice(start, end))).toEqual([
    'assert params < 100',
    'assert output == 2',
    'assert shape(all) == 6x6x4',
    'assert test.accuracy > 0.9',
  ]);
});

test('a document that is not there has none', async () => {
  expect(await server.client.sendRequest(assertionsRequest, { uri: 'file:///nowhere/else.nn' })).toBeNull();
});
