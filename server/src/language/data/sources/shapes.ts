import type { DataRequest } from '../description';
import type { SourceDefinition } from '../sourceDefinition';

const kinds = ['circle', 'square', 'triangle', 'cross', 'ring', 'checkerboard', 'stripes', 'gradient'] as const;

/** Drawn pictures of one form, bright on dark, for looking at kernels. */
export const shapes: readonly SourceDefinition[] = kinds.map((kind) => ({
  name: `shapes.${kind}`,
  summary: `A drawn ${kind}, one grey picture.`,
  parameters: [
    { name: 'size', type: 'integer', default: 64, min: 1, max: 4096, summary: 'Height and width in pixels.' },
    { name: 'shrink', type: 'number', default: 0, min: 0, summary: 'How many pixels it keeps from the border.' },
  ],
  describe: (request) => {
    const size = sizeOf(request);
    return {
      parts: [{ name: 'image', shape: [size, size, 1], type: 'float32', range: [0, 1], classes: undefined }],
      target: undefined,
      examples: { train: 1, test: 0 },
    };
  },
}));

function sizeOf(request: DataRequest): number {
  const size = request.named['size'] ?? request.positional[0];
  return typeof size === 'number' ? size : 64;
}
