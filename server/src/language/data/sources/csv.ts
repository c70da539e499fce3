import { splitParameters, type SourceDefinition } from '../sourceDefinition';

/** A table or a series in a text file. */
export const csv: SourceDefinition = {
  name: 'csv',
  summary: 'A table, or with `column` a series, from a CSV file (Google Trends exports as they come).',
  parameters: [
    { name: 'file', type: 'text', summary: 'The file, relative to this one.' },
    { name: 'column', type: 'texts', default: null, summary: 'The column, or columns, that are a series in time.' },
    { name: 'columns', type: 'texts', default: null, summary: 'The columns to read; all without it.' },
    { name: 'label', type: 'text', default: null, summary: 'The column with the classes.' },
    { name: 'images', type: 'texts', default: null, summary: 'Columns that name image files.' },
    {
      name: 'gaps',
      type: 'text',
      values: ['error', 'interpolate', 'drop', 'zero'],
      default: 'error',
      summary: 'What to do where a value is missing.',
    },
    ...splitParameters,
  ],
};
