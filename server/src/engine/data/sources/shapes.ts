/** `shapes.circle(size=64)` and its like: one drawn picture. */
import { createHash } from 'node:crypto';
import { shapes as definitions } from '../../../language/data/sources/shapes';
import type { DataSourceDefinition } from '../dataSource';
import { describeBuiltIn } from '../describeBuiltIn';
import { drawShape, type ShapeName } from '../drawShape';
import { packedExamples } from '../examples';
import { argument } from '../requestArguments';

export const shapes: readonly DataSourceDefinition[] = definitions.map((definition) => ({
  name: definition.name,
  describe: (request) => describeBuiltIn(definition, request),
  files: () => [],
  open: async (request) => {
    const number = (name: string, position: number, otherwise: number): number => {
      const value = argument(request, name, position);
      return typeof value === 'number' ? value : otherwise;
    };
    const size = number('size', 0, 64);
    const data = drawShape(shapeName(definition.name), size, number('shrink', 1, 0));
    return {
      description: await describeBuiltIn(definition, request),
      train: packedExamples([{ name: 'image', dtype: 'float32', shape: [size, size, 1], data }]),
      test: undefined,
      hash: createHash('sha256').update(data).digest('hex'),
    };
  },
}));

function shapeName(source: string): ShapeName {
  return source.replace('shapes.', '') as ShapeName;
}
