import { splitParameters, type SourceDefinition } from '../sourceDefinition';

/** NumPy arrays by name. */
export const npz: SourceDefinition = {
  name: 'npz',
  summary: 'Arrays of a NumPy archive, each a part; x_train and its like are split.',
  parameters: [
    { name: 'file', type: 'text', summary: 'The file, relative to this one.' },
    { name: 'label', type: 'text', default: null, summary: 'The array with the classes.' },
    ...splitParameters,
  ],
};
