import * as l10n from '@vscode/l10n';
import type { DataQuestion } from '../../server/src/protocol/dataMessages';
import { formatCount } from '../shared/formatNumber';
import { IconButton } from '../shared/IconButton';
import { TableTwin } from '../shared/TableTwin';
import { useWidth } from '../shared/useWidth';
import { gridColumns, pageSize, pageStart, walkGrid } from './gridWalk';
import { classNames, rangeText, stepsOn } from './parts';
import { Thumbnail } from './Thumbnail';
import { Trouble } from './Trouble';
import { useAnswer } from './useAnswer';
import type { View } from './view';

export interface ImagesProps {
  readonly view: View;
  readonly part: string;
  /** Of the split; undefined until it has been opened. */
  readonly count: number;
}

/** A page of images with their class names. Arrow keys walk it over the ends of the page, Page Up and Down turn it. */
export function Images({ view, part, count }: ImagesProps) {
  const { overview, options, change } = view;
  const [element, width] = useWidth();
  const index = Math.min(options.index, Math.max(0, count - 1));
  const first = pageStart(index);
  const shown = Math.max(0, Math.min(pageSize, count - first));
  const question: DataQuestion & { kind: 'pictures' } = {
    kind: 'pictures',
    split: options.split,
    part,
    examples: Array.from({ length: shown }, (_, place) => ({ index: first + place, draw: 0 })),
    steps: stepsOn(overview, options.off),
    training: false,
  };
  const { answer, error } = useAnswer(shown === 0 ? undefined : question);
  if (answer === undefined) return <Trouble view={view} error={error} what={l10n.t('images')} />;
  const names = classNames(overview);
  const nameOf = (place: number): string => names[answer.labels[place] ?? -1] ?? `${first + place}`;
  const side = Math.max(32, Math.min(96, Math.floor((width - (gridColumns - 1) * 8) / gridColumns)));
  const places = Array.from({ length: Math.min(shown, answer.labels.length) }, (_, place) => place);
  const onKey = (event: KeyboardEvent): void => {
    const next = walkGrid(event.key, index, count);
    if (next === undefined) return;
    event.preventDefault();
    change({ index: next });
  };
  return (
    <>
      <div class="tools">
        <span class="picked" role="status">
          {l10n.t('{0}–{1} of {2}', formatCount(first), formatCount(first + shown - 1), formatCount(count))}
          <span class="muted"> · {l10n.t('values {0}', rangeText(answer.low, answer.high))}</span>
          {answer.adapted > 0 ? (
            <span class="muted"> · {l10n.t('normalized by {0} examples', formatCount(answer.adapted))}</span>
          ) : undefined}
        </span>
        {count > pageSize ? (
          <>
            <IconButton
              icon="previous"
              label={l10n.t('Page before')}
              onClick={() => change({ index: Math.max(0, first - pageSize) })}
            />
            <IconButton
              icon="next"
              label={l10n.t('Next page')}
              onClick={() => change({ index: Math.min(count - 1, first + pageSize) })}
            />
          </>
        ) : undefined}
      </div>
      <div ref={element} class="grid-room">
        <div
          class="picture-grid"
          role="listbox"
          aria-label={l10n.t('Examples')}
          aria-activedescendant={`example-${index}`}
          tabIndex={0}
          onKeyDown={onKey}
        >
          {places.map((place) => (
            <div
              key={place}
              id={`example-${first + place}`}
              class="example"
              role="option"
              aria-selected={first + place === index}
              aria-label={l10n.t('{0}, example {1}', nameOf(place), first + place)}
              style={{ width: `${side}px` }}
              onClick={() => change({ index: first + place })}
            >
              <Thumbnail answer={answer} place={place} side={side} label="" />
              <span class="class-name">{nameOf(place)}</span>
            </div>
          ))}
        </div>
      </div>
      <TableTwin
        caption={l10n.t('The examples of the page')}
        columns={[l10n.t('example'), l10n.t('class'), l10n.t('height'), l10n.t('width')]}
        rows={() =>
          places.map((place) => [
            first + place,
            names[answer.labels[place] ?? -1] ?? '–',
            answer.real[2 * place] ?? 0,
            answer.real[2 * place + 1] ?? 0,
          ])
        }
        open={options.tableOpen}
        onToggle={(tableOpen) => change({ tableOpen })}
        selected={index - first}
      />
    </>
  );
}
