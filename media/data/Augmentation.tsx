import * as l10n from '@vscode/l10n';
import type { DataQuestion } from '../../server/src/protocol/dataMessages';
import { stepsOn } from './parts';
import { Thumbnail } from './Thumbnail';
import { Trouble } from './Trouble';
import { useAnswer } from './useAnswer';
import type { View } from './view';

const draws = 15;
const side = 96;

/** What training makes of one example: the same draws for the same number, others at the press of a button. */
export function Augmentation({ view, part }: { readonly view: View; readonly part: string }) {
  const { overview, options, change } = view;
  const first = options.draw * draws;
  const common = { kind: 'pictures', split: options.split, part, steps: stepsOn(overview, options.off) } as const;
  const drawn: DataQuestion & { kind: 'pictures' } = {
    ...common,
    examples: Array.from({ length: draws }, (_, place) => ({ index: options.index, draw: first + place })),
    training: true,
  };
  const { answer, error } = useAnswer(drawn);
  if (answer === undefined) return <Trouble view={view} error={error} what={l10n.t('the draws')} />;
  return (
    <>
      <div class="tools">
        <span class="picked" role="status">
          {l10n.t('Example {0}', options.index)}{' '}
          <span class="muted">· {l10n.t('draws {0}–{1}', first, first + draws - 1)}</span>
        </span>
        <button type="button" class="secondary" onClick={() => change({ draw: options.draw + 1 })}>
          {l10n.t('New draws')}
        </button>
        {options.draw > 0 ? (
          <button type="button" class="link" onClick={() => change({ draw: 0 })}>
            {l10n.t('First draws')}
          </button>
        ) : undefined}
      </div>
      <ul class="draws" aria-label={l10n.t('Draws of example {0}', options.index)}>
        {Array.from({ length: Math.min(draws, answer.labels.length) }, (_, place) => (
          <li key={place}>
            <Thumbnail answer={answer} place={place} side={side} label={l10n.t('Draw {0}', first + place)} />
          </li>
        ))}
      </ul>
    </>
  );
}
