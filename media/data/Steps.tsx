import * as l10n from '@vscode/l10n';
import type { DataQuestion } from '../../server/src/protocol/dataMessages';
import { TableTwin } from '../shared/TableTwin';
import { rangeText, shapeText } from './parts';
import { Thumbnail } from './Thumbnail';
import { Trouble } from './Trouble';
import { useAnswer } from './useAnswer';
import type { View } from './view';

const side = 144;

/** One example behind the source and behind each step, with its size and the range of its values. */
export function Steps({ view, part }: { readonly view: View; readonly part: string }) {
  const { overview, options, change } = view;
  const stages = overview.stages.filter(({ kind }) => kind !== 'window');
  return (
    <>
      <ol class="stages">
        {stages.map((stage, place) => (
          <li key={place}>
            <Stage view={view} part={part} place={place} text={stage.text} random={stage.kind === 'random'} />
          </li>
        ))}
      </ol>
      <TableTwin
        caption={l10n.t('What is expected behind each step')}
        columns={[l10n.t('step'), l10n.t('shape'), l10n.t('values')]}
        rows={() =>
          stages.flatMap(({ text, parts }) =>
            parts
              .filter(({ name }) => name === part)
              .map(({ shape, range }) => [
                text,
                shapeText(shape),
                range === undefined ? l10n.t('not known') : rangeText(range[0], range[1]),
              ]),
          )
        }
        open={options.tableOpen}
        onToggle={(tableOpen) => change({ tableOpen })}
      />
    </>
  );
}

interface StageProps {
  readonly view: View;
  readonly part: string;
  readonly place: number;
  readonly text: string;
  readonly random: boolean;
}

function Stage({ view, part, place, text, random }: StageProps) {
  const { options } = view;
  const question: DataQuestion & { kind: 'pictures' } = {
    kind: 'pictures',
    split: options.split,
    part,
    examples: [{ index: options.index, draw: options.draw }],
    steps: Array.from({ length: place }, (_, step) => step),
    training: true,
  };
  const { answer, error } = useAnswer(question);
  const [height = 0, width = 0] = answer?.real ?? [];
  const facts = answer && `${height}x${width} · ${rangeText(answer.low, answer.high)}`;
  return (
    <figure>
      {answer === undefined ? (
        <Trouble view={view} error={error} what={l10n.t('this step')} />
      ) : (
        <Thumbnail answer={answer} place={0} side={side} label={l10n.t('Behind {0}: {1}', text, facts ?? '')} />
      )}
      <figcaption>
        <code>{text}</code>
        <span class="muted">{facts}</span>
        {random ? <span class="muted">{l10n.t('in training only')}</span> : undefined}
      </figcaption>
    </figure>
  );
}
