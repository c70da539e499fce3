import type { LayerInstance } from '../../../language/model/graph';

/** What a layer is called in the exported model. */
export function kerasLayerName({ name }: LayerInstance): string {
  return name;
}
