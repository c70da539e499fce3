import { render } from 'preact';
import '../shared/panel.css';
import './graph.css';
import { graphFile } from '../../server/src/language/graph/drawGraph';
import { svgText } from '../../server/src/language/graph/svgElement';
import type { FromGraphPanel, ToGraphPanel } from '../../server/src/protocol/graphMessages';
import { connectToHost } from '../shared/hostConnection';
import { rasterize } from '../shared/rasterize';
import { checkMessage } from './checkMessage';
import { GraphPanel } from './GraphPanel';
import { foldAll, initialGraphState, reduceGraph, savedGraph, toggleFold, type SavedGraph } from './graphState';

const host = connectToHost<ToGraphPanel, FromGraphPanel, SavedGraph>(checkMessage);
const root = document.getElementById('root') ?? document.body.appendChild(document.createElement('main'));

let state = initialGraphState(host.saved());
let drawing = false;

function change(next: typeof state): void {
  if (next === state) return;
  state = next;
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    if (state.target !== undefined) host.save(savedGraph(state));
    draw();
  });
}

function draw(): void {
  render(
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
    />,
    root,
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
