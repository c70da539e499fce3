import { render } from 'preact';
import 'uplot/dist/uPlot.min.css';
import '../shared/panel.css';
import './training.css';
import type { FromTrainingPanel, ToTrainingPanel } from '../../server/src/protocol/panelMessages';
import { connectToHost } from '../shared/hostConnection';
import { checkMessage } from './checkMessage';
import { TrainingPanel } from './TrainingPanel';
import { initialTrainingState, reduceTraining } from './trainingState';
import { viewOptions, type SavedPanel } from './viewOptions';

const host = connectToHost<ToTrainingPanel, FromTrainingPanel, SavedPanel>(checkMessage);
const root = document.getElementById('root') ?? document.body.appendChild(document.createElement('main'));

let state = initialTrainingState;
let options = viewOptions(host.saved());
let drawing = false;

function draw(): void {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    render(
      <TrainingPanel state={state} options={options} onOptions={choose} post={(message) => host.post(message)} />,
      root,
    );
  });
}

function choose(changed: typeof options): void {
  options = changed;
  save();
  draw();
}

/** The target is saved with the options: after a reload of the window the host learns from it what this panel shows. */
function save(): void {
  host.save(state.target === undefined ? options : { ...options, target: state.target });
}

host.listen((message) => {
  const before = state;
  state = reduceTraining(state, message);
  if (state.lost && !before.lost) host.post({ type: 'lost' });
  if (state.target !== before.target) save();
  draw();
});

draw();
host.post({ type: 'ready' });
