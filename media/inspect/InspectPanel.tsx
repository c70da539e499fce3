import * as l10n from '@vscode/l10n';
import { useEffect, useState } from 'preact/hooks';
import type { InspectLayer, OwnImage } from '../../server/src/protocol/inspectMessages';
import type { FromInspectPanel } from '../../server/src/protocol/inspectPanelMessages';
import { formatCount } from '../shared/formatNumber';
import { onThemeChange } from '../shared/theme';
import { ExamplePicker } from './ExamplePicker';
import { FeatureMaps } from './FeatureMaps';
import { spatialOf, unitBelow, unitIn } from './fieldGeometry';
import { Filters } from './Filters';
import { layerAt, type InspectState } from './inspectState';
import { LayerStrip } from './LayerStrip';
import { imageAmong, readOwnImage } from './ownImage';
import { PaletteContext, readPalette } from './palette';
import type { InspectQuestions } from './inspectQuestions';
import { ReceptiveFieldTab } from './ReceptiveFieldTab';
import { SeriesTab } from './SeriesTab';
import { formatShape } from '../shared/formatShape';
import { TabBar, type OfferedTab } from '../shared/TabBar';
import { SidePanel } from './SidePanel';
import { QuestionsContext, useAnswer } from './useAnswer';
import { inputOf, type View } from './view';
import { chosenExample, chosenWeights, passedOverRun, tabs, type Tab, type ViewOptions } from './viewOptions';
import { runStart, WeightsPicker } from './WeightsPicker';
import { WindowTab } from './WindowTab';
import { richText } from '../shared/richText';

export interface InspectPanelProps {
  readonly state: InspectState;
  readonly questions: InspectQuestions;
  readonly options: ViewOptions;
  readonly onChange: (changed: Partial<ViewOptions>) => void;
  readonly own: OwnImage | undefined;
  readonly onOwn: (image: OwnImage | undefined) => void;
  readonly post: (message: FromInspectPanel) => void;
}

/** The whole inspect panel: a picture of what the host has told and of what a person chose. */
export function InspectPanel(props: InspectPanelProps) {
  const { state, questions } = props;
  const [palette, setPalette] = useState(readPalette);
  useEffect(() => onThemeChange(() => setPalette(readPalette())), []);
  return (
    <QuestionsContext.Provider value={questions}>
      <PaletteContext.Provider value={palette}>
        {state.model === undefined ? <Nothing state={state} /> : <Opened {...props} model={state.model} />}
      </PaletteContext.Provider>
    </QuestionsContext.Provider>
  );
}

function Nothing({ state: { target, title, error } }: { readonly state: InspectState }) {
  if (error !== undefined) {
    return (
      <div class="empty">
        <h1>{title}</h1>
        <section class="error" aria-label={l10n.t('No picture')}>
          <h2>{error.message}</h2>
          <p>{error.cause}</p>
          <p>{error.nextStep}</p>
        </section>
      </div>
    );
  }
  if (target !== undefined) {
    return (
      <div class="empty">
        <h1>{title}</h1>
        <p class="muted" role="status">
          {l10n.t('Reading the model …')}
        </p>
      </div>
    );
  }
  return (
    <div class="empty">
      <h1>{l10n.t('Nothing to look into yet')}</h1>
      <p>
        {richText(
          l10n.t('Open a {0} file and choose {1} above its {2}.'),
          <code>.nn</code>,
          <b>{l10n.t('Inspect')}</b>,
          <code>model</code>,
        )}
      </p>
    </div>
  );
}

function Opened(props: InspectPanelProps & { readonly model: NonNullable<InspectState['model']> }) {
  const { state, model, options, onChange: change, own, onOwn, post } = props;
  const [refusal, setRefusal] = useState<string>();
  const layer = layerAt(model, options.path);
  const weights = chosenWeights(options, state.runs);
  const passedOver = passedOverRun(options, state.runs);
  const example = own === undefined ? chosenExample(options, model) : ({ kind: 'image', image: own } as const);
  const { answer: known } = useAnswer(example.kind === 'data' ? { kind: 'example', example } : undefined);
  const truth = example.kind === 'data' ? known?.truth : undefined;
  const { answer: fit } = useAnswer(weights.kind === 'initial' ? undefined : { kind: 'fit', weights });
  // Until a unit is chosen, the strongest one says most.
  const { answer: strongest } = useAnswer(
    options.unit === undefined && layer?.window !== undefined && layer.shape.length > 2
      ? {
          kind: 'window',
          weights,
          example,
          path: layer.path,
          unit: [],
          channel: Math.min(options.map, (layer.shape.at(-1) ?? 1) - 1),
        }
      : undefined,
  );
  const takeFile = (file: File): void => {
    void readOwnImage(file).then((image) => {
      setRefusal(image === undefined ? l10n.t('{0} is no image that can be read.', file.name) : undefined);
      if (image !== undefined) onOwn(image);
    });
  };
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      const file = imageAmong(event.clipboardData);
      if (file !== undefined) takeFile(file);
    };
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  });
  if (layer === undefined) return <Nothing state={{ ...state, target: undefined }} />;
  const input = inputOf(model, layer);
  const view: View = {
    model,
    layer,
    weights,
    example,
    unit: unitIn(spatialOf(layer.shape), options.unit ?? strongest?.unit),
    options,
    change,
  };
  const offered = offeredTabs(model.layers, layer);
  const tab = offered.find(({ id, possible }) => id === options.tab && possible)?.id ?? 'features';
  // Another layer, the same place of the image.
  const select = (path: string): void => {
    const next = model.layers.find((each) => each.path === path);
    const unit = options.unit && next && unitBelow(next, layer, view.unit);
    change({ path, enlarged: false, unit });
  };
  const reveal = (path: string): void => post({ type: 'reveal', path });
  const drop = {
    onDragOver: (event: DragEvent) => event.preventDefault(),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      const file = imageAmong(event.dataTransfer);
      if (file !== undefined) takeFile(file);
    },
  };
  return (
    <div class="inspect" {...drop}>
      <header class="title-row">
        <h1>{state.title}</h1>
        <WeightsPicker runs={state.runs} options={options} change={change} />
        <ExamplePicker
          model={model}
          options={options}
          change={change}
          truth={truth?.name}
          own={own}
          onOwn={onOwn}
          onFile={takeFile}
          takesImages={(input?.shape.length ?? 0) === 3}
        />
      </header>
      {state.error === undefined ? undefined : (
        <p class="stale" role="status">
          <b>{l10n.t('Stale:')}</b> {l10n.t('{0}. This is the last valid model.', state.error.message)}
        </p>
      )}
      {model.problem === undefined || own !== undefined ? undefined : (
        <p class="warning">
          {l10n.t('{0}: {1} A drawn example stands in for them.', model.problem.message, model.problem.cause)}
        </p>
      )}
      {model.remark === undefined || own !== undefined ? undefined : <p class="muted">{model.remark}</p>}
      {passedOver === undefined ? undefined : (
        <p class="warning">
          {l10n.t(
            'The newest run, of {0}, was made with other layers than the text has now: the newest that fits is shown.',
            runStart(passedOver.run),
          )}
        </p>
      )}
      {fit === undefined || fit.unfit.length === 0 ? undefined : (
        <p class="warning">
          {l10n.t(
            'The text has changed since this run, which has no weights for {0}: shown as before training.',
            namesOf(fit.unfit),
          )}
        </p>
      )}
      {refusal === undefined ? undefined : (
        <p class="warning" role="alert">
          {refusal}
        </p>
      )}
      <div class={state.error === undefined ? 'body' : 'body is-stale'}>
        <LayerStrip
          layers={model.layers}
          selected={layer.path}
          weights={weights}
          example={example}
          onSelect={select}
          onReveal={reveal}
        />
        <div class="main">
          <section class="content" aria-label={layer.name}>
            <h2>
              <button type="button" class="plain" title={l10n.t('Go to the source')} onClick={() => reveal(layer.path)}>
                {layer.name}
              </button>
              <span class="muted"> · {headingOf(layer)}</span>
            </h2>
            <TabBar offered={offered} chosen={tab} onChoose={(chosen) => change({ tab: chosen })} />
            <div class="tab" role="tabpanel" id="tab-panel" aria-labelledby={`tab-${tab}`}>
              <TabContent tab={tab} view={view} />
            </div>
          </section>
          <SidePanel view={view} truth={truth?.index} />
        </div>
      </div>
    </div>
  );
}

function TabContent({ tab, view }: { readonly tab: Tab; readonly view: View }) {
  switch (tab) {
    case 'features':
      return <FeatureMaps {...view} />;
    case 'filters':
      return <Filters {...view} />;
    case 'arithmetic':
    case 'pooling':
      return <WindowTab {...view} />;
    case 'field':
      return <ReceptiveFieldTab {...view} />;
    case 'series':
      return <SeriesTab {...view} />;
  }
}

/** The first of them in full: a sentence has no room for all layers of a network. */
function namesOf(layers: readonly string[]): string {
  const more = layers.length - 4;
  if (more > 0) return l10n.t('{0} and {1} more', layers.slice(0, 4).join(', '), more);
  const [last = '', ...before] = [...layers].reverse();
  return before.length === 0 ? last : l10n.t('{0} and {1}', before.reverse().join(', '), last);
}

/** The tabs that some layer of the model has a use for, so that they stay in place while one walks the layers. */
function offeredTabs(layers: readonly InspectLayer[], layer: InspectLayer): readonly OfferedTab<Tab>[] {
  const uses: { readonly [tab in Tab]: { readonly title: string; readonly fits: (each: InspectLayer) => boolean } } = {
    features: { title: l10n.t('feature maps'), fits: () => true },
    filters: { title: l10n.t('filters'), fits: ({ kernel, window }) => kernel !== undefined && window !== undefined },
    arithmetic: {
      title: l10n.t('arithmetic'),
      fits: ({ window, kernel }) => window !== undefined && kernel !== undefined,
    },
    field: { title: l10n.t('receptive field'), fits: ({ field, inputs }) => field !== undefined && inputs.length > 0 },
    pooling: { title: l10n.t('pooling'), fits: ({ window, kernel }) => window !== undefined && kernel === undefined },
    series: { title: l10n.t('series'), fits: ({ shape }) => shape.length === 2 },
  };
  return tabs
    .filter((id) => layers.some(uses[id].fits))
    .map((id) => ({ id, title: uses[id].title, possible: uses[id].fits(layer) }));
}

function headingOf({ shape, field, params }: InspectLayer): string {
  const parts = [formatShape(shape)];
  if (field === 'whole') parts.push(l10n.t('sees everything'));
  else if (field !== undefined && field.size.length > 0)
    parts.push(l10n.t('receptive field {0}', formatShape(field.size)));
  if (params > 0) parts.push(l10n.t('{0} params', formatCount(params)));
  return parts.join(' · ');
}
