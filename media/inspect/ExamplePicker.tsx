import * as l10n from '@vscode/l10n';
import { useRef } from 'preact/hooks';
import type { ModelAnswer, OwnImage } from '../../server/src/protocol/inspectMessages';
import { formatCount } from '../shared/formatNumber';
import { IconButton } from '../shared/IconButton';
import type { ViewOptions } from './viewOptions';

export interface ExamplePickerProps {
  readonly model: ModelAnswer;
  readonly options: ViewOptions;
  readonly change: (changed: Partial<ViewOptions>) => void;
  /** The name of the example's class. */
  readonly truth: string | undefined;
  readonly own: OwnImage | undefined;
  readonly onOwn: (image: OwnImage | undefined) => void;
  readonly onFile: (file: File) => void;
  /** False for models that look at no images. */
  readonly takesImages: boolean;
}

/** Which example is shown: one of the data, or a person's own image. */
export function ExamplePicker({ model, options, change, truth, own, onOwn, onFile, takesImages }: ExamplePickerProps) {
  const file = useRef<HTMLInputElement>(null);
  const { examples } = model;
  const split = examples !== undefined && examples[options.split] === 0 ? 'train' : options.split;
  const count = examples?.[split] ?? 0;
  const index = Math.min(options.index, Math.max(0, count - 1));
  const go = (to: number): void => change({ index: Math.max(0, Math.min(count - 1, to)) });
  return (
    <span class="example">
      {own !== undefined ? (
        <>
          <span class="own-name">{own.name}</span>
          <label>
            <input
              type="checkbox"
              checked={own.invert}
              onChange={({ currentTarget }) => onOwn({ ...own, invert: currentTarget.checked })}
            />
            {l10n.t('invert')}
          </label>
          <button type="button" class="link" onClick={() => onOwn(undefined)}>
            {l10n.t('back to the data')}
          </button>
        </>
      ) : count > 1 ? (
        <>
          {examples !== undefined && examples.train > 0 && examples.test > 0 ? (
            <select
              aria-label={l10n.t('Part of the data')}
              value={split}
              onChange={({ currentTarget }) =>
                change({ split: currentTarget.value === 'train' ? 'train' : 'test', index: 0 })
              }
            >
              <option value="test">{l10n.t('test')}</option>
              <option value="train">{l10n.t('train')}</option>
            </select>
          ) : undefined}
          <IconButton icon="previous" label={l10n.t('Previous example')} onClick={() => go(index - 1)} />
          <input
            type="number"
            class="number"
            aria-label={l10n.t('Example, of {0}', formatCount(count))}
            min={0}
            max={count - 1}
            value={index}
            onInput={({ currentTarget }) => go(Math.floor(currentTarget.valueAsNumber) || 0)}
          />
          <IconButton icon="next" label={l10n.t('Next example')} onClick={() => go(index + 1)} />
          {truth === undefined ? undefined : <b>{truth}</b>}
        </>
      ) : undefined}
      {takesImages ? (
        <>
          <button
            type="button"
            class="link"
            title={l10n.t('Choose an image from the disk. One may also be pasted here, or dropped with Shift held.')}
            onClick={() => file.current?.click()}
          >
            {l10n.t('own image…')}
          </button>
          <input
            ref={file}
            type="file"
            class="visually-hidden"
            tabIndex={-1}
            aria-label={l10n.t('Own image')}
            accept="image/*"
            onChange={({ currentTarget }) => {
              const [chosen] = currentTarget.files ?? [];
              if (chosen !== undefined) onFile(chosen);
              currentTarget.value = '';
            }}
          />
        </>
      ) : undefined}
    </span>
  );
}
