import * as l10n from '@vscode/l10n';
import { formatCost, formatCount } from '../../server/src/language/features/quantities';
import { IconButton } from '../shared/IconButton';
import { GraphCanvas } from './GraphCanvas';
import type { GraphState } from './graphState';
import { LayerTable } from './LayerTable';
import type { View } from './view';
import { richText } from '../shared/richText';

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
          {l10n.t(
            '{0} parameters · {1} MACs · {2} layers',
            formatCount(picture.params),
            formatCost(picture.macs),
            picture.layers.length,
          )}
        </span>
        <span class="buttons">
          {hasBlocks ? (
            <>
              <IconButton icon="fold" label={l10n.t('Fold all blocks')} onClick={() => props.onFoldAll('folded')} />
              <IconButton
                icon="unfold"
                label={l10n.t('Unfold all blocks')}
                onClick={() => props.onFoldAll('unfolded')}
              />
            </>
          ) : undefined}
          <IconButton icon="fit" label={l10n.t('Fit the width')} onClick={() => props.onView(undefined)} />
          <button
            type="button"
            class="text"
            title={l10n.t('Save the picture as SVG')}
            onClick={() => props.onExport('svg')}
          >
            SVG
          </button>
          <button
            type="button"
            class="text"
            title={l10n.t('Save the picture as PNG')}
            onClick={() => props.onExport('png')}
          >
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
      {stale ? <b>{l10n.t('Earlier text')}</b> : undefined}
      {problem === undefined ? (
        stale ? (
          <span>{l10n.t('The model is not in the text any more.')}</span>
        ) : undefined
      ) : (
        <>
          <span class="problem">{problem.message}</span>
          <button type="button" class="link" onClick={onRevealProblem}>
            {l10n.t('Go to the error')}
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
      <h1>{target === undefined ? l10n.t('Nothing to draw yet') : target.model}</h1>
      {target === undefined ? (
        <p>
          {richText(
            l10n.t('Open a {0} file and choose {1} above a model.'),
            <code>.nn</code>,
            <b>{l10n.t('Graph')}</b>,
          )}
        </p>
      ) : (
        <p>
          {problem === undefined ? l10n.t('The model has no layers yet: begin it with an input.') : problem.message}
        </p>
      )}
      {problem === undefined ? undefined : (
        <button type="button" class="primary" onClick={props.onRevealProblem}>
          {l10n.t('Go to the error')}
        </button>
      )}
    </div>
  );
}
