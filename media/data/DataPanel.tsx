import * as l10n from '@vscode/l10n';
import { useEffect, useState } from 'preact/hooks';
import type { DataOverview, SplitName } from '../../server/src/protocol/dataMessages';
import type { FromDataPanel } from '../../server/src/protocol/dataPanelMessages';
import { formatCount } from '../shared/formatNumber';
import type { Questions } from '../shared/questions';
import { TabBar } from '../shared/TabBar';
import { onThemeChange } from '../shared/theme';
import type { DataAnswer, DataQuestion } from '../../server/src/protocol/dataMessages';
import { Augmentation } from './Augmentation';
import { ClassBalance } from './ClassBalance';
import { Columns } from './Columns';
import type { DataState, Tab, ViewOptions } from './dataState';
import { Images } from './Images';
import { classNames, offeredViews, pictureParts } from './parts';
import { Selected } from './Selected';
import { Series } from './Series';
import { Steps } from './Steps';
import { StepToggles } from './StepToggles';
import { Trouble } from './Trouble';
import { QuestionsContext, useAnswer } from './useAnswer';
import type { View } from './view';
import { richText } from '../shared/richText';

export interface DataPanelProps {
  readonly state: DataState;
  readonly questions: Questions<DataQuestion, DataAnswer>;
  readonly options: ViewOptions;
  readonly onOptions: (options: ViewOptions) => void;
  readonly onFetch: () => void;
  readonly post: (message: FromDataPanel) => void;
}

/** One data declaration: its examples, its classes, its steps. */
export function DataPanel(props: DataPanelProps) {
  const [, setTheme] = useState(0);
  useEffect(() => onThemeChange(() => setTheme((count) => count + 1)), []);
  const { overview } = props.state;
  return (
    <QuestionsContext.Provider value={props.questions}>
      {overview === undefined ? (
        <Nothing state={props.state} post={props.post} />
      ) : (
        <Opened {...props} overview={overview} />
      )}
    </QuestionsContext.Provider>
  );
}

function Nothing({ state: { target, title, error }, post }: Pick<DataPanelProps, 'state' | 'post'>) {
  if (error !== undefined) {
    return (
      <div class="empty">
        <h1>{title}</h1>
        <section class="error" aria-label={l10n.t('No picture')}>
          <h2>{error.message}</h2>
          <p>{error.cause}</p>
          <p>{error.nextStep}</p>
          <div class="buttons">
            <button type="button" class="secondary" onClick={() => post({ type: 'show-log' })}>
              {l10n.t('Show log')}
            </button>
          </div>
        </section>
      </div>
    );
  }
  if (target !== undefined) {
    return (
      <div class="empty">
        <h1>{title}</h1>
        <p class="muted" role="status">
          {l10n.t('Reading the data …')}
        </p>
      </div>
    );
  }
  return (
    <div class="empty">
      <h1>{l10n.t('No data yet')}</h1>
      <p>
        {richText(
          l10n.t('Open a {0} file and choose {1} above a {2} declaration.'),
          <code>.nn</code>,
          <b>{l10n.t('Data')}</b>,
          <code>data</code>,
        )}
      </p>
    </div>
  );
}

const splitTitles: { readonly [split in SplitName]: string } = {
  train: 'training',
  validation: 'validation',
  test: 'test',
};

function Opened(props: DataPanelProps & { readonly overview: DataOverview }) {
  const { state, overview, options, onOptions, onFetch, post } = props;
  const change = (changed: Partial<ViewOptions>): void => onOptions({ ...options, ...changed });
  const { answer: classes, error } = useAnswer({ kind: 'classes', split: options.split });
  const counted = classes?.examples;
  const sizes = {
    train: counted?.train ?? overview.examples.train ?? 0,
    validation: counted?.validation ?? overview.examples.validation ?? 0,
    test: counted?.test ?? overview.examples.test ?? 0,
  };
  const splits = (['train', 'validation', 'test'] as const).filter((split) => split === 'train' || sizes[split] > 0);
  const split = splits.includes(options.split) ? options.split : 'train';
  const parts = pictureParts(overview);
  const part = parts.find(({ name }) => name === options.part) ?? parts[0];
  const offered = offeredViews(overview).map(({ id, title }) => ({ id, title, possible: true }));
  const tab = offered.find(({ id }) => id === options.tab)?.id ?? offered[0]?.id ?? 'columns';
  const count = sizes[split];
  const index = Math.min(options.index, Math.max(0, count - 1));
  const view: View = {
    overview,
    options: { ...options, split, index },
    change,
    fetching: state.fetching,
    onFetch,
    post,
  };
  const names = classNames(overview);
  return (
    <div class="data">
      <header class="title-row">
        <h1>
          <button
            type="button"
            class="plain"
            onClick={() => post({ type: 'reveal' })}
            title={l10n.t('Show in the text')}
          >
            {state.title}
          </button>
        </h1>
        {parts.length > 1 ? (
          <label class="pick">
            {l10n.t('part')}
            <select value={part?.name ?? ''} onChange={({ currentTarget }) => change({ part: currentTarget.value })}>
              {parts.map(({ name }) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        ) : undefined}
        <div class="splits" role="group" aria-label={l10n.t('Split')}>
          {splits.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={each === split}
              onClick={() => change({ split: each, index: 0 })}
            >
              {splitTitles[each]} <span class="muted">{formatCount(sizes[each])}</span>
            </button>
          ))}
        </div>
      </header>
      {state.error === undefined ? undefined : (
        <p class="stale" role="status">
          {l10n.t('Earlier text: {0}', state.error.message)}
        </p>
      )}
      <StepToggles view={view} />
      <div class={state.error === undefined ? 'data-body' : 'data-body is-stale'}>
        <section class="content" aria-label={l10n.t('Examples')}>
          <TabBar offered={offered} chosen={tab} onChoose={(chosen) => change({ tab: chosen })} />
          <div class="tab" id="tab-panel" role="tabpanel" aria-labelledby={`tab-${tab}`} tabIndex={-1}>
            {classes === undefined && tab !== 'columns' ? (
              <Trouble view={view} error={error} what={l10n.t('the data')} />
            ) : (
              <TabContent tab={tab} view={view} part={part?.name} count={count} />
            )}
          </div>
        </section>
        {names.length > 0 || part !== undefined ? (
          <aside class="data-side" aria-label={l10n.t('The chosen example and the classes')}>
            {part !== undefined && classes !== undefined && count > 0 ? (
              <Selected view={view} part={part.name} />
            ) : undefined}
            {names.length > 0 && classes !== undefined ? (
              <ClassBalance names={names} counts={classes.counts} />
            ) : undefined}
          </aside>
        ) : undefined}
      </div>
    </div>
  );
}

interface TabContentProps {
  readonly tab: Tab;
  readonly view: View;
  readonly part: string | undefined;
  readonly count: number;
}

function TabContent({ tab, view, part, count }: TabContentProps) {
  switch (tab) {
    case 'series':
      return <Series view={view} count={count} />;
    case 'columns':
      return <Columns view={view} />;
    case 'images':
      return part === undefined ? null : <Images view={view} part={part} count={count} />;
    case 'steps':
      return part === undefined ? null : <Steps view={view} part={part} />;
    case 'augmentation':
      return part === undefined ? null : <Augmentation view={view} part={part} />;
  }
}
