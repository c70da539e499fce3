import { splitParameters, type SourceDefinition } from '../sourceDefinition';

/** Files in MNIST's format. */
export const idx: SourceDefinition = {
  name: 'idx',
  summary: 'IDX files as MNIST has them, plain or gzip.',
  parameters: [
    { name: 'file', type: 'text', summary: 'The images, or a folder with the four files of MNIST.' },
    { name: 'labels', type: 'text', default: null, summary: 'The labels.' },
    ...splitParameters,
  ],
};
