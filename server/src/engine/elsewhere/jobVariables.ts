import type { Program } from '../../compiler/program';
import { modelWeights } from '../../compiler/variables';
import { kerasLayerName } from '../../interop/export/keras/layerName';
import type { ModelGraph } from '../../language/model/graph';
import type { TrainSettings } from '../../language/model/trainSettings';

/** A variable of a program as `run.json` tells Python of it. */
export type JobVariable = { readonly name: string; readonly shape: readonly number[]; readonly dtype: string } & (
  | { readonly role: 'weight'; readonly layer: string; readonly weight: string }
  | { readonly role: 'slot'; readonly slot: string; readonly of: string }
  | { readonly role: 'counter' }
);

/** Which weight of which Keras layer each variable is, or which slot of Keras's optimizer. */
export function jobVariables(graph: ModelGraph, settings: TrainSettings, program: Program): readonly JobVariable[] {
  const layers = new Map(
    graph.nodes.map(({ owner, args }) => {
      const given = args['name'];
      return [owner.path, typeof given === 'string' && given !== '' ? given : kerasLayerName(owner.path)] as const;
    }),
  );
  const weights = new Map(
    modelWeights(graph, new Set(settings.frozen)).map(({ variable, definition }) => {
      return [
        variable.name,
        { layer: layers.get(variable.name.slice(0, -definition.name.length - 1)) ?? '', weight: definition.name },
      ] as const;
    }),
  );
  return program.variables.map(({ name, shape, dtype, role }): JobVariable => {
    const base = { name, shape, dtype };
    const weight = weights.get(name);
    if (weight !== undefined) return { ...base, role: 'weight', ...weight };
    const [, slot, of] = /^optimizer\/([^/]+)\/(.+)$/.exec(name) ?? [];
    return role === 'slot' && slot !== undefined && of !== undefined
      ? { ...base, role: 'slot', slot, of }
      : { ...base, role: 'counter' };
  });
}
