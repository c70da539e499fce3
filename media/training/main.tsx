import '../shared/translation';
import type { VNode } from 'preact';
import 'uplot/dist/uPlot.min.css';
import '../shared/panel.css';
import './training.css';
import type { FromTrainingPanel, ToTrainingPanel } from '../../server/src/protocol/panelMessages';
import { toTrainingPanelSchema } from '../../server/src/protocol/panelMessageSchema';
import { svgText } from '../../server/src/language/graph/svgElement';
import { openPanelPage } from '../shared/panelPage';
import { rasterize } from '../shared/rasterize';
import { TrainingPanel } from './TrainingPanel';
import { initialTrainingState, reduceTraining } from './trainingState';
import { curvesFile, curvesFileSize, curvesTable } from './curvesFile';
import { orderMetrics } from './metricNames';
import { runLabel } from '../shared/runLabel';
import { initialRunsState, isAboutRuns, overlaysOf, reduceRuns } from './runsState';
import { viewOptions, type SavedPanel } from './viewOptions';
import type { Viewport } from './viewport';

const host = openPanelPage<ToTrainingPanel, FromTrainingPanel, SavedPanel>(toTrainingPanelSchema, view);

let state = initialTrainingState;
let runs = initialRunsState;
let options = viewOptions(host.saved());

function view(): VNode {
  return (
    <TrainingPanel
      state={state}
      runs={runs}
      options={options}
      onChange={choose}
      post={(message) => host.post(message)}
      onExport={(format, viewport) => void saveCurves(format, viewport)}
    />
  );
}

/** Adds to what is chosen at this moment: two choices may come within one frame. */
function choose(changed: Partial<typeof options>): void {
  options = { ...options, ...changed };
  askForOverlays();
  save();
  host.draw();
}

/** Asks once for the events of each run that is to be laid over and has not come yet. */
const asked = new Set<string>();
function askForOverlays(): void {
  for (const run of options.overlays) {
    const row = runs.rows.find((candidate) => candidate.run === run);
    if (row === undefined || row.isCurrent || asked.has(run)) continue;
    asked.add(run);
    host.post({ type: 'overlay', run });
  }
}

/** What the charts show, in the colours of print; as a table everything that was measured. */
async function saveCurves(format: 'svg' | 'png' | 'csv', viewport: Viewport): Promise<void> {
  const metrics = orderMetrics([...state.curves.keys()]);
  const others = overlaysOf(runs, options.overlays).map(({ row, curves }) => ({ name: runLabel(row), curves }));
  const drawn = [{ name: state.target?.train ?? state.title, curves: state.curves }, ...others];
  const { smoothing, logScale } = options;
  const text =
    format === 'csv'
      ? curvesTable(drawn, metrics)
      : svgText(curvesFile(drawn, metrics, { title: state.title, smoothing, logScale, viewport }));
  const { width, height } = curvesFileSize(metrics.length);
  const bytes = format === 'png' ? await rasterize(text, width, height) : new TextEncoder().encode(text);
  host.post({ type: 'export', format, bytes });
}

/** The target is saved with the options: after a reload of the window the host learns from it what this panel shows. */
function save(): void {
  // Until the host has said it again, what was saved before stays.
  const target = state.target ?? host.saved().target;
  host.save(target === undefined ? options : { ...options, target });
}

host.listen((message) => {
  if (isAboutRuns(message)) {
    runs = reduceRuns(runs, message);
    if (message.type === 'runs') askForOverlays();
    host.draw();
    return;
  }
  const before = state;
  state = reduceTraining(state, message);
  if (state.lost && !before.lost) host.post({ type: 'lost' });
  if (state.target !== before.target) save();
  host.draw();
});

host.draw();
host.post({ type: 'ready' });
