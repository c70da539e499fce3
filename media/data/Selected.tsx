import * as l10n from '@vscode/l10n';
import { classNames, stepsOn } from './parts';
import { Thumbnail } from './Thumbnail';
import { useAnswer } from './useAnswer';
import type { View } from './view';

const side = 176;

/** The chosen example, enlarged, with its class and size. */
export function Selected({ view, part }: { readonly view: View; readonly part: string }) {
  const { overview, options } = view;
  const { answer } = useAnswer({
    kind: 'pictures',
    split: options.split,
    part,
    examples: [{ index: options.index, draw: 0 }],
    steps: stepsOn(overview, options.off),
    training: false,
  } as const);
  if (answer === undefined || answer.labels.length === 0) return null;
  const name = classNames(overview)[answer.labels[0] ?? -1];
  const [height = 0, width = 0] = answer.real;
  const facts = `${l10n.t('example {0}', options.index)} · ${height}x${width}`;
  return (
    <figure class="chosen">
      <Thumbnail
        trimmed
        answer={answer}
        place={0}
        side={side}
        label={`${name === undefined ? '' : `${name}, `}${facts}`}
      />
      <figcaption>
        {name === undefined ? undefined : <b>{name}</b>} <span class="muted">{facts}</span>
      </figcaption>
    </figure>
  );
}
