import '../shared/translation';
import type { VNode } from 'preact';
import '../shared/panel.css';
import '../shared/looks.css';
import './data.css';
import type { DataAnswer, DataQuestion } from '../../server/src/protocol/dataMessages';
import type { FromDataPanel, ToDataPanel } from '../../server/src/protocol/dataPanelMessages';
import { toDataPanelSchema } from '../../server/src/protocol/dataPanelMessageSchema';
import { openPanelPage } from '../shared/panelPage';
import { Questions } from '../shared/questions';
import { DataPanel } from './DataPanel';
import { initialDataState, reduceData, viewOptions, type SavedPanel } from './dataState';

/** Downloads are numbered from here on: they are no questions with an answer to keep. */
const firstFetch = 1_000_000;

const host = openPanelPage<ToDataPanel, FromDataPanel, SavedPanel>(toDataPanelSchema, view);

let state = initialDataState;
let options = viewOptions(host.saved());
let nextFetch = firstFetch;
const questions = new Questions<DataQuestion, DataAnswer>(
  (id, question) => host.post({ type: 'ask', id, question }),
  () => host.draw(),
);

function view(): VNode {
  return (
    <DataPanel
      state={state}
      questions={questions}
      options={options}
      onOptions={choose}
      onFetch={fetchData}
      post={(message) => host.post(message)}
    />
  );
}

function choose(changed: typeof options): void {
  options = changed;
  save();
  host.draw();
}

function fetchData(): void {
  const id = nextFetch++;
  state = { ...state, fetching: { id, progress: undefined, error: undefined } };
  host.post({ type: 'ask', id, question: { kind: 'fetch' } });
  host.draw();
}

/** The target is saved with the options: after a reload of the window the host learns from it what this panel shows. */
function save(): void {
  host.save(state.target === undefined ? options : { ...options, target: state.target });
}

host.listen((message) => {
  const before = state;
  state = reduceData(state, message);
  if (message.type === 'answer' && message.answer.kind !== 'fetched')
    questions.receive(message.id, { state: 'answered', answer: message.answer });
  if (message.type === 'failed') questions.receive(message.id, { state: 'failed', error: message.error });
  // Once the data have come, what has failed for want of them is asked again.
  if (before.fetching !== undefined && state.fetching === undefined) questions.retry();
  if (state.revision !== before.revision) questions.clear();
  if (state.target !== before.target) save();
  host.draw();
});

host.draw();
host.post({ type: 'ready' });
