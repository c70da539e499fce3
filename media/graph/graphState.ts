import { foldedByDefault, visibleGraph } from '../../server/src/language/graph/visibleGraph';
import { layoutGraph, type GraphLayout } from '../../server/src/language/graph/layoutGraph';
import type { GraphPicture } from '../../server/src/language/graph/graphPicture';
import type { GraphTarget, ToGraphPanel } from '../../server/src/protocol/graphMessages';
import type { GraphProblem } from '../../server/src/protocol/graphRequest';
import { readView, type View } from './view';

/** Everything the panel shows, and what is kept over hiding and reloads (`SavedGraph`). */
export interface GraphState {
  readonly target: GraphTarget | undefined;
  readonly picture: GraphPicture | undefined;
  readonly stale: boolean;
  readonly problem: GraphProblem | undefined;
  /** What a person folded or unfolded; other blocks are as `foldedByDefault` says. */
  readonly chosen: ReadonlyMap<string, 'folded' | 'unfolded'>;
  readonly selected: string | undefined;
  /** Undefined: the picture fits the panel's width. */
  readonly view: View | undefined;
  readonly tableOpen: boolean;
  readonly layout: GraphLayout | undefined;
}

export interface SavedGraph {
  readonly target?: GraphTarget;
  readonly chosen: readonly (readonly [string, string])[];
  readonly selected?: string;
  readonly view?: View;
  readonly tableOpen: boolean;
}

/** The state of a page that has just been loaded, with what was saved as far as it makes sense. */
export function initialGraphState(saved: Partial<Record<keyof SavedGraph, unknown>>): GraphState {
  const pairs: readonly unknown[] = Array.isArray(saved.chosen) ? saved.chosen : [];
  const chosen = pairs.flatMap((pair): readonly (readonly [string, 'folded' | 'unfolded'])[] => {
    const [id, how] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
    return typeof id === 'string' && (how === 'folded' || how === 'unfolded') ? [[id, how]] : [];
  });
  return {
    target: undefined,
    picture: undefined,
    stale: false,
    problem: undefined,
    chosen: new Map(chosen),
    selected: typeof saved.selected === 'string' ? saved.selected : undefined,
    view: readView(saved.view),
    tableOpen: saved.tableOpen === true,
    layout: undefined,
  };
}

/** What to keep of a state. */
export function savedGraph({ target, chosen, selected, view, tableOpen }: GraphState): SavedGraph {
  return {
    ...(target === undefined ? {} : { target }),
    chosen: [...chosen],
    ...(selected === undefined ? {} : { selected }),
    ...(view === undefined ? {} : { view }),
    tableOpen,
  };
}

/** Takes one message of the host. A new picture keeps zoom, folding and selection. */
export function reduceGraph(state: GraphState, message: ToGraphPanel): GraphState {
  if (message.type === 'cursor') return { ...state, selected: selectAt(state, message.offset) };
  const { target, picture, stale, problem } = message;
  return arranged({ ...state, target, picture, stale, problem });
}

/** Folds what is unfolded and the other way round. */
export function toggleFold(state: GraphState, id: string): GraphState {
  if (state.picture?.blocks.some((block) => block.id === id) !== true) return state;
  const isFolded = foldedOf(state).has(id);
  return arranged({ ...state, chosen: new Map(state.chosen).set(id, isFolded ? 'unfolded' : 'folded') });
}

/** Folds or unfolds every block. */
export function foldAll(state: GraphState, how: 'folded' | 'unfolded'): GraphState {
  const blocks = state.picture?.blocks ?? [];
  return arranged({ ...state, view: undefined, chosen: new Map(blocks.map(({ id }) => [id, how])) });
}

/** The blocks that are folded now. */
export function foldedOf({ picture, chosen }: GraphState): ReadonlySet<string> {
  if (picture === undefined) return new Set();
  const usual = foldedByDefault(picture);
  return new Set(
    picture.blocks.map(({ id }) => id).filter((id) => (chosen.get(id) ?? (usual.has(id) ? 'folded' : '')) === 'folded'),
  );
}

function arranged(state: GraphState): GraphState {
  if (state.picture === undefined) return { ...state, layout: undefined };
  return { ...state, layout: layoutGraph(visibleGraph(state.picture, foldedOf(state))) };
}

/** The box or frame whose call in the text is the smallest around an offset; the selected one where several are. */
function selectAt({ picture, layout, selected }: GraphState, offset: number): string | undefined {
  if (picture === undefined || layout === undefined) return selected;
  const blocks = new Map(picture.blocks.map((block) => [block.id, block]));
  const around = [...picture.layers, ...picture.blocks].filter(
    ({ place }) => place.uri === undefined && place.start <= offset && offset <= place.end,
  );
  const smallest = Math.min(...around.map(({ place }) => place.end - place.start));
  const folded = new Set(layout.boxes.filter(({ box }) => box.kind === 'folded').map(({ box }) => box.id));
  const shown = around
    .filter(({ place }) => place.end - place.start === smallest)
    .map((part) => {
      // Inside a folded block it is the block that shows.
      let id = part.id;
      let at = 'block' in part ? part.block : 'parent' in part ? part.parent : undefined;
      for (; at !== undefined; at = blocks.get(at)?.parent) if (folded.has(at)) id = at;
      return id;
    });
  return selected !== undefined && shown.includes(selected) ? selected : (shown[0] ?? selected);
}
