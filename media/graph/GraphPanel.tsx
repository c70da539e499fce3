import { formatCost, formatCount } from '../../server/src/language/features/quantities';
import { IconButton } from '../shared/IconButton';
import { GraphCanvas } from './GraphCanvas';
import type { GraphState } from './graphState';
import { LayerTable } from './LayerTable';
import type { View } from './view';

export interface GraphPanelProps {
  readonly state: GraphState;
  /** The state of this moment; `state` is the one that is drawn. */
  readonly current: () => GraphState;
  readonly onSelect: (id: string | undefined) => void;
  readonly onReveal: (id: string) => void;
  readonly onRevealProblem: () => void;
  readonly onToggle: (id: string) => void;
  readonly onFoldAll: (how: 'folded' | 'unfolded') => void;
  readonly onView: (view: View | undefined) => void;
  readonly onTable: (open: boolean) => void;
  readonly onExport: (format: 'svg' | 'png') => void;
}

/** The whole graph panel: a picture of `state`, which it never changes itself. */
export function GraphPanel(props: GraphPanelProps) {
  const { state } = props;
  const { picture, layout, target } = state;
  if (picture === undefined || layout === undefined || picture.layers.length === 0) return <EmptyGraph {...props} />;
  const hasBlocks = picture.blocks.length > 0;
  return (
    <div class="graph-panel">
      <header class="title-row">
        <h1>{target?.model ?? picture.model}</h1>
        <span class="muted totals">
          {formatCount(picture.params)} parameters · {formatCost(picture.macs)} MACs · {picture.layers.length} layers
        </span>
        <span class="buttons">
          {hasBlocks ? (
            <>
              <IconButton icon="fold" label="Fold all blocks" onClick={() => props.onFoldAll('folded')} />
              <IconButton icon="unfold" label="Unfold all blocks" onClick={() => props.onFoldAll('unfolded')} />
            </>
          ) : undefined}
          <IconButton icon="fit" label="Fit the width" onClick={() => props.onView(undefined)} />
          <button type="button" class="text" title="Save the picture as SVG" onClick={() => props.onExport('svg')}>
            SVG
          </button>
          <button type="button" class="text" title="Save the picture as PNG" onClick={() => props.onExport('png')}>
            PNG
          </button>
        </span>
      </header>
      <Notice {...props} />
      <GraphCanvas
        layout={layout}
        title={picture.model}
        selected={state.selected}
        view={state.view}
        current={() => {
          const now = props.current();
          return { ...now, layout: now.layout ?? layout };
        }}
        onView={props.onView}
        onSelect={props.onSelect}
        onReveal={props.onReveal}
        onToggle={props.onToggle}
      />
      <LayerTable
        picture={picture}
        open={state.tableOpen}
        onOpen={props.onTable}
        onChoose={(id) => {
          props.onSelect(id);
          props.onReveal(id);
        }}
      />
    </div>
  );
}

/** Says that the picture is of an earlier text, and why. Always there, so that a reader hears it come. */
function Notice({ state, onRevealProblem }: GraphPanelProps) {
  const { stale, problem } = state;
  return (
    <div class="notice" role="status" data-stale={stale}>
      {stale ? <b>Earlier text</b> : undefined}
      {problem === undefined ? (
        stale ? (
          <span>The model is not in the text any more.</span>
        ) : undefined
      ) : (
        <>
          <span class="problem">{problem.message}</span>
          <button type="button" class="link" onClick={onRevealProblem}>
            Go to the error
          </button>
        </>
      )}
    </div>
  );
}

/** Before there is anything to draw: the one thing to do next. */
function EmptyGraph(props: GraphPanelProps) {
  const { target, problem } = props.state;
  return (
    <div class="empty">
      <h1>{target === undefined ? 'Nothing to draw yet' : target.model}</h1>
      {target === undefined ? (
        <p>
          Open a <code>.nn</code> file and choose <b>Graph</b> above a model.
        </p>
      ) : (
        <p>{problem === undefined ? 'The model has no layers yet: begin it with an input.' : problem.message}</p>
      )}
      {problem === undefined ? undefined : (
        <button type="button" class="primary" onClick={props.onRevealProblem}>
          Go to the error
        </button>
      )}
    </div>
  );
}
