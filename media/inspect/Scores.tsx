import * as l10n from '@vscode/l10n';
import type { OutputScores } from '../../server/src/protocol/inspectMessages';
import { formatValue } from '../shared/formatNumber';
import { Notice } from './Notice';
import { useAnswer } from './useAnswer';
import type { View } from './view';

/** More classes than this are shown by their best. */
const most = 10;
/** What is foreseen for more steps than this is shown by the first. */
const mostSteps = 30;

/** What the outputs of the model say of the example: bars with the names of the classes. */
export function Scores({ model, weights, example, truth }: View & { readonly truth: number | undefined }) {
  // A model whose outputs are images or series has no scores.
  const hasVectors = model.layers.some(
    ({ shape, path }) => shape.length === 1 && !model.layers.some(({ inputs }) => inputs.includes(path)),
  );
  const large = model.layers.reduce((sum, { params }) => sum + params, 0) > 30_000_000 && weights.kind === 'initial';
  const asked = useAnswer(hasVectors && !large ? { kind: 'scores', weights, example } : undefined);
  if (!hasVectors || large) return undefined;
  if (asked.answer === undefined) return <Notice error={asked.error} what={l10n.t('the scores')} />;
  return (
    <>
      {asked.answer.outputs.map((output) => (
        <Bars key={output.name} output={output} truth={output.classes === undefined ? undefined : truth} />
      ))}
    </>
  );
}

function Bars({ output, truth }: { readonly output: OutputScores; readonly truth: number | undefined }) {
  const { name, values, classes } = output;
  const best = Array.from(values, (_, index) => index).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0));
  const limit = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-12);
  const scale = limit <= 1 && values.every((value) => value >= 0) ? 1 : limit;
  // Shares of one are scores; what may be anything is a measure or a forecast, whose order says most.
  const sum = values.reduce((all, value) => all + value, 0);
  const isScore = classes !== undefined || (values.length > 1 && scale === 1 && Math.abs(sum - 1) < 1e-3);
  const shown = isScore && values.length > most ? best.slice(0, most) : Array.from(values.keys()).slice(0, mostSteps);
  return (
    <table class="scores">
      <caption>{name}</caption>
      <tbody>
        {shown.map((index) => (
          <tr key={index} class={isScore && index === best[0] ? 'best' : ''}>
            <th scope="row">
              {classes?.[index] ?? index}
              {index === truth ? (
                <span class="truth" title={l10n.t('what the data say')}>
                  {' '}
                  ✓<span class="visually-hidden"> {l10n.t('the true class')}</span>
                </span>
              ) : undefined}
            </th>
            <td class="bar" aria-hidden="true">
              <div style={{ width: `${(Math.abs(values[index] ?? 0) / scale) * 100}%` }} />
            </td>
            <td>{scale === 1 ? (values[index] ?? 0).toFixed(4) : formatValue(values[index] ?? 0)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
