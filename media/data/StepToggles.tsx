import * as l10n from '@vscode/l10n';
import { pictureParts, rangeText, shapeText } from './parts';
import type { View } from './view';

/** The way of the data: the source, then each step with a switch, and behind each its shape and range. */
export function StepToggles({ view }: { readonly view: View }) {
  const { overview, options, change } = view;
  const [source, ...steps] = overview.stages;
  const name = pictureParts(overview)[0]?.name;
  const behind = (stage: (typeof steps)[number] | undefined): string => {
    const part = stage?.parts.find((candidate) => candidate.name === name) ?? stage?.parts[0];
    if (part === undefined) return '';
    const range = part.range === undefined ? '' : ` · ${rangeText(part.range[0], part.range[1])}`;
    return `${shapeText(part.shape)}${range}`;
  };
  const toggle = (place: number, on: boolean): void =>
    change({ off: on ? options.off.filter((other) => other !== place) : [...options.off, place] });
  return (
    <ol class="way" aria-label={l10n.t('Steps')}>
      <li>
        <code>{source?.text}</code>
        <span class="muted">{behind(source)}</span>
      </li>
      {steps.map((stage, place) => (
        <li key={place}>
          {stage.kind === 'window' || name === undefined ? (
            <code>{stage.text}</code>
          ) : (
            <label>
              <input
                type="checkbox"
                checked={!options.off.includes(place)}
                onChange={({ currentTarget }) => toggle(place, currentTarget.checked)}
              />
              <code>{stage.text}</code>
            </label>
          )}
          <span class="muted">{stage.kind === 'random' ? l10n.t('in training only') : behind(stage)}</span>
        </li>
      ))}
    </ol>
  );
}
