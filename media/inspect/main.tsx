import '../shared/translation';
import type { VNode } from 'preact';
import '../shared/panel.css';
import '../shared/looks.css';
import './inspect.css';
import type { FromInspectPanel, ToInspectPanel } from '../../server/src/protocol/inspectPanelMessages';
import { toInspectPanelSchema } from '../../server/src/protocol/inspectPanelMessageSchema';
import { openPanelPage } from '../shared/panelPage';
import { InspectPanel } from './InspectPanel';
import { initialInspectState, reduceInspect } from './inspectState';
import { packImage, unpackImage, type PackedImage } from './ownImage';
import { Questions } from '../shared/questions';
import type { InspectAnswer, InspectQuestion, OwnImage } from '../../server/src/protocol/inspectMessages';
import { viewOptions, type SavedPanel } from './viewOptions';

type Saved = SavedPanel & { readonly image?: PackedImage };

const host = openPanelPage<ToInspectPanel, FromInspectPanel, Saved>(toInspectPanelSchema, view);

let state = initialInspectState;
let options = viewOptions(host.saved());
let own = unpackImage(host.saved().image);
const questions = new Questions<InspectQuestion, InspectAnswer>(
  (id, question) => host.post({ type: 'ask', id, question }),
  () => host.draw(),
);

function view(): VNode {
  return (
    <InspectPanel
      state={state}
      questions={questions}
      options={options}
      onChange={choose}
      own={own}
      onOwn={takeImage}
      post={(message) => host.post(message)}
    />
  );
}

/** Adds to what is chosen at this moment: two choices may come within one frame. */
function choose(changed: Partial<typeof options>): void {
  options = { ...options, ...changed };
  save();
  host.draw();
}

function takeImage(image: OwnImage | undefined): void {
  own = image;
  save();
  host.draw();
}

/** The target is saved with the options: after a reload of the window the host learns from it what this panel shows. */
function save(): void {
  const image = own && packImage(own);
  // Until the host has said it again, what was saved before stays.
  const target = state.target ?? host.saved().target;
  host.save({ ...options, ...(target && { target }), ...(image && { image }) });
}

host.listen((message) => {
  if (message.type === 'answer') questions.receive(message.id, { state: 'answered', answer: message.answer });
  else if (message.type === 'failed') questions.receive(message.id, { state: 'failed', error: message.error });
  else if (message.type === 'select') choose({ path: message.path });
  else {
    const before = state;
    state = reduceInspect(state, message);
    if (state.revision !== before.revision) questions.clear();
    if (state.target !== before.target) save();
    host.draw();
  }
});

host.draw();
host.post({ type: 'ready' });
