import type { CompletionDraft } from './item';

/** What may start a line outside all declarations. */
export function declarationItems(): readonly CompletionDraft[] {
  return [
    declaration(
      'model',
      'model ${1:Name} {\n  input ${2:28x28x1}\n    -> ${0}\n}',
      'Inputs, flows, outputs, assertions.',
    ),
    declaration('data', 'data ${1:name} = ${0}', 'A data set and its preprocessing.'),
    declaration('block', 'block ${1:Name}(${2:filters}) {\n  in -> ${0}\n}', 'A reusable sub-network.'),
    declaration(
      'train',
      'train ${1:Model} on ${2:data} {\n  optimizer: ${3:adam}\n  loss: ${0}\n}',
      'How a model is trained.',
    ),
    declaration('kernel', 'kernel ${1:name} = [${0}]', 'Fixed weights.'),
    declaration('defaults', 'defaults ${1:Conv2D} { ${0} }', 'Arguments for every later use of a layer.'),
    declaration('import', 'import "${0}"', 'Blocks, kernels and data of another file.'),
  ];
}

function declaration(label: string, snippet: string, documentation: string): CompletionDraft {
  return { label, kind: 'keyword', rank: 0, snippet, documentation };
}
