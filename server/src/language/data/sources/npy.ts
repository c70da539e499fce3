import { splitParameters, type SourceDefinition } from '../sourceDefinition';

/** One NumPy array. */
export const npy: SourceDefinition = {
  name: 'npy',
  summary: 'A NumPy array, its first axis the examples.',
  parameters: [
    { name: 'file', type: 'text', summary: 'The file, relative to this one.' },
    { name: 'labels', type: 'text', default: null, summary: 'A second array with the classes.' },
    ...splitParameters,
  ],
};
