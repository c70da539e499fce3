import type { InspectLayer, LayerWindow } from '../../server/src/protocol/inspectMessages';
import type { Box } from '../shared/picture';

/** Spatial sizes of a layer's output: all axes but the channels. */
export function spatialOf(shape: readonly number[]): readonly number[] {
  return shape.length <= 1 ? [] : shape.slice(0, -1);
}

/** A unit inside the sizes; the middle where none is chosen. */
export function unitIn(sizes: readonly number[], unit: readonly number[] | undefined): readonly number[] {
  return sizes.map((size, axis) => Math.max(0, Math.min(size - 1, unit?.[axis] ?? Math.floor((size - 1) / 2))));
}

/** What a unit sees of the model's input, in its pixels; the whole of it behind Flatten and the like. */
export function fieldBox({ field }: InspectLayer, unit: readonly number[], input: readonly number[]): Box | undefined {
  const sizes = spatialOf(input);
  const [height = 1, width = 1] = sizes.length > 1 ? sizes.slice(-2) : [1, sizes[0]];
  if (field === 'whole') return { x: 0, y: 0, width, height };
  if (field === undefined || field.size.length !== unit.length) return undefined;
  const start = unit.map((place, axis) => (field.offset[axis] ?? 0) + place * (field.stride[axis] ?? 1));
  return boxOf(start, field.size);
}

/** The window of a unit in its layer's input, dilation included. */
export function windowBox(window: LayerWindow, unit: readonly number[]): Box {
  const start = unit.map((place, axis) => place * (window.stride[axis] ?? 1) - (window.before[axis] ?? 0));
  return boxOf(
    start,
    window.size.map((size, axis) => (size - 1) * (window.dilation[axis] ?? 1) + 1),
  );
}

/** One square of a map. */
export function unitBox(unit: readonly number[]): Box {
  return boxOf(
    unit,
    unit.map(() => 1),
  );
}

/** The unit whose window has its middle nearest to a place of the layer's input. */
export function unitUnder(window: LayerWindow, place: readonly number[]): readonly number[] {
  return place.map((position, axis) => {
    const reach = (((window.size[axis] ?? 1) - 1) * (window.dilation[axis] ?? 1)) / 2;
    return Math.max(0, Math.round((position + (window.before[axis] ?? 0) - reach) / (window.stride[axis] ?? 1)));
  });
}

/** The unit of a layer that looks at the same place as a unit of a later layer: the one in the middle of its field. */
export function unitBelow(
  below: InspectLayer,
  above: InspectLayer,
  unit: readonly number[],
): readonly number[] | undefined {
  const [from, to] = [below.field, above.field];
  if (from === undefined || to === undefined || from === 'whole' || to === 'whole') return undefined;
  const place = unit.map((each, axis) => {
    const middle = (to.offset[axis] ?? 0) + each * (to.stride[axis] ?? 1) + ((to.size[axis] ?? 1) - 1) / 2;
    return Math.round(
      (middle - (from.offset[axis] ?? 0) - ((from.size[axis] ?? 1) - 1) / 2) / (from.stride[axis] ?? 1),
    );
  });
  return unitIn(spatialOf(below.shape), place);
}

/** The way from a layer back to an input, the input first; at a merge the first branch. */
export function wayTo(layers: readonly InspectLayer[], layer: InspectLayer): readonly InspectLayer[] {
  const byPath = new Map(layers.map((each) => [each.path, each]));
  const way = [layer];
  for (let path = layer.inputs[0]; path !== undefined;) {
    const next = byPath.get(path);
    if (next === undefined || way.includes(next)) break;
    way.unshift(next);
    path = next.inputs[0];
  }
  return way;
}

function boxOf(start: readonly number[], size: readonly number[]): Box {
  const [y = 0, x = 0] = start.length > 1 ? start.slice(-2) : [0, start[0]];
  const [height = 1, width = 1] = size.length > 1 ? size.slice(-2) : [1, size[0]];
  return { x, y, width, height };
}
