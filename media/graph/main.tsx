import '../shared/translation';
import type { VNode } from 'preact';
import '../shared/panel.css';
import './graph.css';
import { graphFile } from '../../server/src/language/graph/drawGraph';
import { svgText } from '../../server/src/language/graph/svgElement';
import type { FromGraphPanel, ToGraphPanel } from '../../server/src/protocol/graphMessages';
import { toGraphPanelSchema } from '../../server/src/protocol/graphMessageSchema';
import { openPanelPage } from '../shared/panelPage';
import { rasterize } from '../shared/rasterize';
import { GraphPanel } from './GraphPanel';
import { foldAll, initialGraphState, reduceGraph, savedGraph, toggleFold, type SavedGraph } from './graphState';

const host = openPanelPage<ToGraphPanel, FromGraphPanel, SavedGraph>(toGraphPanelSchema, view);

let state = initialGraphState(host.saved());

function change(next: typeof state): void {
  if (next === state) return;
  state = next;
  host.draw();
}

function view(): VNode {
  if (state.target !== undefined) host.save(savedGraph(state));
  return (
    <GraphPanel
      state={state}
      current={() => state}
      onSelect={(selected) => change({ ...state, selected })}
      onReveal={(id) => host.post({ type: 'reveal', id })}
      onRevealProblem={() => host.post({ type: 'reveal-problem' })}
      onToggle={(id) => change(toggleFold(state, id))}
      onFoldAll={(how) => change(foldAll(state, how))}
      onView={(view) => change({ ...state, view })}
      onTable={(tableOpen) => change({ ...state, tableOpen })}
      onExport={(format) => void save(format)}
    />
  );
}

/** The picture as it is folded now, in the colours of print. */
async function save(format: 'svg' | 'png'): Promise<void> {
  const { layout, picture } = state;
  if (layout === undefined || picture === undefined) return;
  const text = svgText(graphFile(layout, picture.model));
  const bytes = format === 'svg' ? new TextEncoder().encode(text) : await rasterize(text, layout.width, layout.height);
  host.post({ type: 'export', format, bytes });
}

host.listen((message) => change(reduceGraph(state, message)));
host.post({ type: 'ready' });
