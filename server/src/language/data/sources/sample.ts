import type { DataRequest } from '../description';
import type { SourceDefinition } from '../sourceDefinition';

const photographs = ['china', 'flower'];

/** The two photographs that come with scikit-learn, bundled. */
export const sample: SourceDefinition = {
  name: 'sample',
  summary: 'Two photographs, 427×640 colour: china and flower.',
  parameters: [
    { name: 'name', type: 'text', values: photographs, default: null, summary: 'One of them; both without it.' },
  ],
  takesMore: true,
  describe: (request) => ({
    parts: [{ name: 'image', shape: [427, 640, 3], type: 'uint8', range: [0, 255], classes: undefined }],
    target: undefined,
    examples: { train: count(request), test: 0 },
  }),
};

function count(request: DataRequest): number {
  const given = request.positional.length + Object.keys(request.named).length;
  return given === 0 ? photographs.length : given;
}
