import { expect, test } from 'vitest';
import * as z from 'zod';
import { commandLineAnswer } from '../../../client/src/tools/commandLineAnswer';

const schema = z.object({ files: z.array(z.string()) });

test.each([
  ['a note\n{"files":["a.py"]}\n', { answer: { files: ['a.py'] } }],
  [
    '{"error":{"code":"export/layer","message":"Conv2D cannot be exported"}}\n',
    { reason: 'Conv2D cannot be exported' },
  ],
  ['no such file\n  a.keras\n', { reason: 'no such file a.keras' }],
  ['', { reason: '' }],
])('%j is told', (written, told) => {
  expect(commandLineAnswer(written, schema)).toEqual(told);
});
