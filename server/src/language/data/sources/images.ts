import { splitParameters, type SourceDefinition } from '../sourceDefinition';

/** A folder of JPEG and PNG files. */
export const images: SourceDefinition = {
  name: 'images',
  summary: 'A folder of JPEG and PNG images: a folder a class, or labels or masks beside them.',
  parameters: [
    { name: 'folder', type: 'text', summary: 'Where the images are, relative to this file.' },
    { name: 'labels', type: 'text', default: null, summary: 'A CSV file that gives each image’s class.' },
    {
      name: 'masks',
      type: 'text',
      default: null,
      summary: 'A folder with a mask for each image; the target is then the mask.',
    },
    { name: 'classes', type: 'any', default: null, summary: 'The number of classes of the masks, or the class names.' },
    {
      name: 'color',
      type: 'text',
      values: ['rgb', 'grayscale'],
      default: null,
      summary: 'Read as colour or grey whatever the files are.',
    },
    ...splitParameters,
  ],
};
