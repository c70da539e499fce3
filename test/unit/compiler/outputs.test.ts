import { describe, expect, test } from 'vitest';
import { compilePrediction } from '../../../server/src/compiler/compile';
import { initialVariables } from '../../../server/src/compiler/initializers';
import { createReferenceSession } from '../../../server/src/compiler/reference/session';
import { functionValue, graphOf, planOf, programOf } from '../../helpers/compileText';

const text = `model Two {
  layer shared = Dense(3, activation=relu)
  a = input 4
  b = input 4
  left = a -> shared
  right = b -> shared
  both = concat(left, right)
  output price = both -> Dense(1)
  output sold = both -> Dense(1, activation=sigmoid)
}`;

describe('a model with several inputs and outputs', () => {
  test('logs the loss of each output and prefixes its metrics', () => {
    const program = programOf(text, { metrics: [functionValue('mean_absolute_error')] });
    expect(program.functions['train']?.metricLayout.map(({ name }) => name)).toEqual([
      'loss',
      'price_loss',
      'sold_loss',
      'price_mean_absolute_error',
      'sold_mean_absolute_error',
    ]);
  });

  test('has the weights of a shared layer once', () => {
    const program = programOf(text);
    expect(program.variables.filter(({ role }) => role === 'weight').map(({ shape }) => shape)).toEqual([
      [4, 3],
      [3],
      [6, 1],
      [1],
      [6, 1],
      [1],
    ]);
  });

  test('predicts each output and gives every node as a feature', async () => {
    const graph = graphOf(text);
    const program = compilePrediction(graph, planOf(graph, {}));
    const session = createReferenceSession(program, initialVariables(program, 1));
    const feeds = new Map(
      graph.inputs.map(({ path }) => [
        path,
        { dtype: 'float32' as const, shape: [2, 4], data: [1, 2, 3, 4, 5, 6, 7, 8] },
      ]),
    );
    const outputs = await session.run('predict', feeds);
    expect([...outputs].map(([name, { shape }]) => [name, shape])).toEqual([
      ['price', [2, 1]],
      ['sold', [2, 1]],
    ]);
    const features = await session.run('features', feeds);
    expect([...features.keys()]).toEqual(graph.nodes.map(({ path }) => path));
  });
});
