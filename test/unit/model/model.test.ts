import { describe, expect, it } from 'vitest';
import { analyze } from '../../../server/src/language/analyze';
import { formatShape } from '../../../server/src/language/model/shape';
import { testHost } from '../../helpers/testHost';

function analysisOf(text: string, files: { readonly [uri: string]: string } = {}) {
  return analyze({ uri: 'file:///main.nn', version: 1, text }, testHost(files));
}

function graphOf(text: string, files: { readonly [uri: string]: string } = {}) {
  const { models, diagnostics } = analysisOf(text, files);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const graph = models.at(-1)?.graph;
  if (graph === undefined) throw new Error('The text has no model.');
  return graph;
}

/** `path name shape` for each node. */
function nodes(text: string, files: { readonly [uri: string]: string } = {}): readonly string[] {
  return graphOf(text, files).nodes.map((node) => `${node.path} ${node.name} ${formatShape(node.output)}`);
}

describe('the model graph', () => {
  it('names nodes by tensors, blocks and layers', () => {
    const text = [
      'block Residual(f) {',
      '  main = in -> Conv2D(f, 3, padding=same) -> BatchNormalization',
      '  main + in -> ReLU',
      '}',
      'model M {',
      '  trunk = input 8x8x4',
      '  trunk -> Residual(4) -> Residual(4)',
      '}',
    ].join('\n');
    expect(nodes(text)).toEqual([
      'trunk/input input_layer 8x8x4',
      'trunk/Residual/main/Conv2D conv2d 8x8x4',
      'trunk/Residual/main/BatchNormalization batch_normalization 8x8x4',
      'trunk/Residual/Add add 8x8x4',
      'trunk/Residual/ReLU re_lu 8x8x4',
      'trunk/Residual/2/main/Conv2D conv2d_1 8x8x4',
      'trunk/Residual/2/main/BatchNormalization batch_normalization_1 8x8x4',
      'trunk/Residual/2/Add add_1 8x8x4',
      'trunk/Residual/2/ReLU re_lu_1 8x8x4',
    ]);
  });

  it('repeats with weights of its own, and not at all for 0', () => {
    expect(graphOf('model M { input 4 -> Dense(4) * 3 -> ReLU * 0 }').totals.params).toBe(60);
    expect(nodes('model M { input 4 -> Dense(4) * 0 }')).toEqual(['input input_layer 4']);
  });

  it('keeps a guarded step only where its condition holds', () => {
    const block = 'block B(n, slim=false) { in -> Dense(n) if n > 2 and not slim -> ReLU }\n';
    expect(nodes(`${block}model M { input 4 -> B(3) }`)).toHaveLength(3);
    expect(nodes(`${block}model M { input 4 -> B(3, slim=true) }`)).toHaveLength(2);
    expect(nodes(`${block}model M { input 4 -> B(1) }`)).toHaveLength(2);
  });

  it('shares the weights of a shared layer and of a shared block', () => {
    const { totals, nodes: all } = graphOf(
      'block F { in -> Dense(4) -> Dense(4) }\nmodel M {\n  layer twin = F\n  a = input 4 -> twin\n  b = input 4 -> twin\n  concat(a, b)\n}',
    );
    expect(totals.params).toBe(40);
    expect(all.map(({ owner }) => owner.path).filter((path) => path.startsWith('twin'))).toEqual([
      'twin/Dense',
      'twin/Dense/2',
      'twin/Dense',
      'twin/Dense/2',
    ]);
  });

  it('takes tensors as block arguments, the incoming one first', () => {
    const text =
      'block Up(skip) { in -> UpSampling2D(2) -> concat(skip) }\nmodel M {\n  d = input 8x8x3\n  d -> MaxPool2D(2) -> Conv2D(5, 1) -> Up(skip=d)\n}';
    const last = graphOf(text).nodes.at(-1);
    expect(formatShape(last?.output)).toBe('8x8x8');
    expect(last?.inputs.map((node) => formatShape(node.output))).toEqual(['8x8x5', '8x8x3']);
  });

  it('evaluates channels and whole division; what does not divide is one error', () => {
    const half = (text: string): string =>
      `block Half { in -> Conv2D(${text}, 1) }\nmodel M { input 4x4x6 -> Half -> Half }`;
    expect(graphOf(half('channels(in) // 2')).nodes.map(({ output }) => formatShape(output))).toEqual([
      '4x4x6',
      '4x4x3',
      '4x4x1',
    ]);
    const errors = analysisOf(half('channels(in) / 2')).diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ message }) => message)).toEqual([
      "Conv2D's filters must be a whole number of at least 1, got 1.5",
    ]);
  });

  it('resolves a bare name to a parameter, a tensor, else a word', () => {
    const text =
      'block B(same) { in -> Conv2D(2, 3, padding=same) }\nmodel M { valid = input 8x8x1\n valid -> B(valid) }';
    expect(formatShape(graphOf(text).nodes.at(-1)?.output)).toBe('6x6x2');
  });

  it('reads operators on tensors, and numbers as Rescaling', () => {
    const { nodes: all } = graphOf('model M { a = input 4\n b = input 4\n a + 0.5 * b - 2 }');
    expect(all.map(({ layer }) => layer.name)).toEqual(['InputLayer', 'InputLayer', 'Rescaling', 'Add', 'Rescaling']);
    expect(all[2]?.args['scale']).toBe(0.5);
    expect(all[4]?.args).toMatchObject({ scale: 1, offset: -2 });
  });

  it('applies defaults from their line on, not those of an imported file', () => {
    const files = { 'file:///b.nn': 'defaults Conv2D { padding: same }\nblock B { in -> Conv2D(2, 3) }' };
    const text = 'import "b.nn"\nmodel M { input 8x8x1 -> B -> Conv2D(2, 3) }\n';
    expect(formatShape(graphOf(text, files).nodes.at(-1)?.output)).toBe('6x6x2');
    expect(formatShape(graphOf('model A { input 8x8x1 -> Conv2D(2, 3) }').nodes.at(-1)?.output)).toBe('6x6x2');
  });

  it('joins receptive fields of branches', () => {
    const { assertions } = analysisOf(
      'model M {\n  x = input 32x32x1\n  a = x -> Conv2D(1, 3, padding=same)\n  b = x -> Conv2D(1, 7, padding=same)\n  c = a + b -> MaxPool2D(2)\n  assert receptive_field(c) == 8\n  c -> Flatten\n}',
    ).models[0] ?? { assertions: [] };
    expect(assertions.map(({ explanation }) => explanation)).toEqual(['8x8 == 8']);
  });

  it('keeps unknown sizes unknown', () => {
    expect(nodes('model M { input ?x?x3 -> Conv2D(8, 3) -> GlobalAvgPool2D -> Dense(2) }')).toEqual([
      'input input_layer ?x?x3',
      'Conv2D conv2d ?x?x8',
      'GlobalAvgPool2D global_average_pooling2d 8',
      'Dense dense 2',
    ]);
  });

  it('gives one result a use to what stands in a block', () => {
    const { file, models } = analysisOf('block B(n) { in -> Dense(n) }\nmodel M { input 4 -> B(3) -> B(5) }');
    const block = file.declarations[0];
    const flow = block?.kind === 'Block' ? block.body.statements[0] : undefined;
    const call = flow?.kind === 'Flow' ? flow.steps[0]?.call : undefined;
    const results = call === undefined ? undefined : models[0]?.results.get(call);
    expect(results?.map(({ output, params }) => `${formatShape(output)} ${String(params)}`)).toEqual(['3 15', '5 20']);
  });

  it('leaves out what does not lead to an output', () => {
    const graph = analysisOf('model M { x = input 4\n dead = x -> Dense(100)\n x -> Dense(2) }').models[0]?.graph;
    expect(graph?.totals.params).toBe(10);
  });
});

describe('training set-ups', () => {
  const head = 'data d = mnist -> Rescaling(1/255)\nmodel M { input d -> Flatten -> Dense(10, activation=softmax) }\n';

  it('fills in the defaults of the page', () => {
    const settings = analysisOf(`${head}train M on d { loss: categorical_crossentropy }`).trains[0]?.settings;
    expect(settings).toMatchObject({
      epochs: 1,
      batchSize: 32,
      shuffle: true,
      seed: 0,
      validation: { kind: 'none' },
      callbacks: [],
      frozen: [],
    });
    expect(settings?.optimizer).toMatchObject({
      name: 'RMSprop',
      args: { learning_rate: 0.001, rho: 0.9, epsilon: 1e-7 },
    });
    expect(settings?.outputs).toMatchObject([
      {
        output: 'M',
        target: 'label',
        lossWeight: 1,
        loss: { name: 'categorical_crossentropy', args: { from_logits: false } },
      },
    ]);
  });

  it('reads calls, schedules, metrics, callbacks and assertions', () => {
    const text = `${head}train fast = M on d {
      optimizer: SGD(CosineDecay(0.1, 1000), momentum=0.9)
      loss: CategoricalCrossentropy(label_smoothing=0.1)
      metrics: [accuracy, mae, TopKCategoricalAccuracy(k=3)]
      callbacks: [EarlyStopping(patience=5)]
      validation_split: 0.1
      class_weight: { 3: 2 }
      assert test.accuracy > 0.98
    }`;
    const train = analysisOf(text).trains[0];
    expect(train?.name).toBe('fast');
    expect(train?.settings?.optimizer.args['learning_rate']).toMatchObject({
      name: 'CosineDecay',
      args: { initial_learning_rate: 0.1, decay_steps: 1000 },
    });
    expect(train?.settings?.outputs[0]?.metrics.map(({ args }) => args['name'])).toEqual([
      'accuracy',
      'mae',
      'top_k_categorical_accuracy',
    ]);
    expect(train?.settings?.validation).toEqual({ kind: 'split', share: 0.1 });
    expect(train?.settings?.assertions).toEqual([
      { metric: 'test.accuracy', operator: '>', value: 0.98, text: 'test.accuracy > 0.98' },
    ]);
  });

  it.each([
    ['lr: 1', "'lr' is no key here; it is the optimizer's learning_rate"],
    ['optimizer: adm', "There is no optimizer 'adm'; did you mean 'adam'?"],
    ['epochs: 0', 'epochs must be a whole number of at least 1'],
    ['target: nothing', "The data has no part 'nothing'"],
  ])('refuses %s', (entry, message) => {
    const { trains, diagnostics } = analysisOf(`${head}train M on d { loss: mse, ${entry} }`);
    expect(diagnostics.map((diagnostic) => diagnostic.message)).toContain(message);
    expect(trains[0]?.settings).toBeUndefined();
  });
});
