import * as l10n from '@vscode/l10n';
import type { InspectLayer, WindowAnswer } from '../../server/src/protocol/inspectMessages';
import { formatValue } from '../shared/formatNumber';
import { viridis, type ColourTable } from '../../server/src/language/pictures/colourTables';
import { spatialOf, unitBox, unitIn, unitUnder, windowBox } from './fieldGeometry';
import { exactPicture, tableOf } from './mapPicture';
import { spanOf } from '../shared/spanOf';
import { MapView } from './MapView';
import { Notice } from './Notice';
import { NumberMatrix } from './NumberMatrix';
import { usePalette } from './palette';
import { formatShape } from '../shared/formatShape';
import { TableTwin } from '../shared/TableTwin';
import { useAnswer } from './useAnswer';
import { useWidth } from '../shared/useWidth';
import type { View } from './view';
import { firstTerms, productsOf, sumsByChannel } from './windowTerms';

const room = 256;

/** How one output value comes from its window: a convolution's products and their sum, or what a pooling takes. */
export function WindowTab(view: View) {
  const { layer, weights, example, unit, options, change } = view;
  const [element, available] = useWidth();
  const sizes = spatialOf(layer.shape);
  const channel = Math.min(options.map, (layer.shape.at(-1) ?? 1) - 1);
  const asked = useAnswer({ kind: 'window', weights, example, path: layer.path, unit, channel });
  const found = asked.answer;
  const inputPath = layer.inputs[0] ?? '';
  // The kernel's channel that is shown: kept within what this window reads.
  const shown = found === undefined ? 0 : found.firstChannel + Math.min(options.channel, found.channels - 1);
  const { answer: before } = useAnswer(found && { kind: 'map', weights, example, path: inputPath, map: shown });
  const { answer: after } = useAnswer({ kind: 'map', weights, example, path: layer.path, map: channel });
  if (found === undefined || layer.window === undefined)
    return <Notice {...asked} what={l10n.t('a window of {0}', layer.name)} />;
  const { window } = layer;
  const inputTable = tableOf(view.model.layers.find(({ path }) => path === inputPath));
  const move = (moved: readonly number[]): void => change({ unit: unitIn(sizes, moved) });
  const text = l10n.t('output ({0}), channel {1}: {2}', unit.join(', '), channel, formatValue(found.output));
  const side = Math.max(96, Math.min(room, Math.floor((available - 48) / 2)));
  const flat = sizes.length < 2;
  const wide = flat ? available : side;
  return (
    <div class="window-tab" ref={element}>
      <div class="tools">
        <span class="picked">{text}</span>
        <ChannelPicker
          label={l10n.t('channel')}
          count={layer.shape.at(-1) ?? 1}
          value={channel}
          onPick={(map) => change({ map })}
        />
        {found.channels > 1 ? (
          <ChannelPicker
            label={l10n.t('input channel')}
            count={found.channels}
            value={shown - found.firstChannel}
            onPick={(picked) => change({ channel: picked })}
          />
        ) : undefined}
      </div>
      {available === 0 ? undefined : (
        <div class={flat ? 'maps flat' : 'maps'}>
          <figure>
            <figcaption>
              {l10n.t('input')}{' '}
              <span class="muted">· {l10n.t('window {0}', formatShape([...window.size, found.channels]))}</span>
            </figcaption>
            {before === undefined ? undefined : (
              <MapView
                name={l10n.t('Input channel {0} of {1} with the window', shown, layer.name)}
                picture={exactPicture(before, spanOf(before.values), inputTable)}
                room={wide}
                overlays={[{ box: windowBox(window, unit), kind: 'window' }]}
                {...(isPooling(layer)
                  ? { grid: { start: window.before.map((each) => -each), step: window.stride } }
                  : {})}
                unit={unit}
                units={sizes}
                onUnit={move}
                unitUnder={(row, column) => unitUnder(window, flat ? [column] : [row, column])}
                valueText={text}
              />
            )}
          </figure>
          <figure>
            <figcaption>
              {l10n.t('output')} <span class="muted">· {formatShape(layer.shape)}</span>
            </figcaption>
            {after === undefined ? undefined : (
              <MapView
                name={l10n.t('Output channel {0} of {1} with the unit', channel, layer.name)}
                picture={exactPicture(after, spanOf(after.values), viridis)}
                room={wide}
                overlays={[{ box: unitBox(unit), kind: 'unit' }]}
                unit={unit}
                units={sizes}
                onUnit={move}
                valueText={text}
              />
            )}
          </figure>
        </div>
      )}
      <Arithmetic found={found} channel={shown - found.firstChannel} inputTable={inputTable} />
      <TableTwin
        caption={l10n.t('The terms of {0}', text)}
        columns={
          found.kernel.length > 0
            ? [l10n.t('position'), l10n.t('channel'), l10n.t('input'), l10n.t('kernel'), l10n.t('product')]
            : [l10n.t('position'), l10n.t('channel'), l10n.t('input')]
        }
        rows={() => termRows(found)}
        open={options.tableOpen}
        onToggle={(tableOpen) => change({ tableOpen })}
      />
    </div>
  );
}

function ChannelPicker({
  label,
  count,
  value,
  onPick,
}: {
  readonly label: string;
  readonly count: number;
  readonly value: number;
  readonly onPick: (channel: number) => void;
}) {
  if (count <= 1) return undefined;
  return (
    <label>
      {label}
      <input
        type="number"
        class="number"
        min={0}
        max={count - 1}
        value={value}
        onInput={({ currentTarget }) =>
          onPick(Math.max(0, Math.min(count - 1, Math.floor(currentTarget.valueAsNumber) || 0)))
        }
      />
      <span class="muted">{l10n.t('of {0}', count)}</span>
    </label>
  );
}

function isPooling({ window }: InspectLayer): boolean {
  return window?.operation === 'max' || window?.operation === 'average' || window?.operation === 'l2';
}

/** Larger windows are shown by their table alone. */
const matrixLimit = 15;

function Arithmetic({
  found,
  channel,
  inputTable,
}: {
  readonly found: WindowAnswer;
  readonly channel: number;
  readonly inputTable: ColourTable;
}) {
  const { weights: diverging } = usePalette();
  const [rows = 1, columns = 1] = found.size.length > 1 ? found.size.slice(-2) : [1, found.size[0]];
  const slices = found.size.slice(0, -2).reduce((all, size) => all * size, 1);
  const at = (place: number): number => place * found.channels + channel;
  const values = (place: number): number => found.values[at(place)] ?? 0;
  const weights = (place: number): number => found.kernel[at(place)] ?? 0;
  const products = productsOf(found);
  const input = spanOf(found.values);
  const size = (all: Float32Array): number => all.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-12);
  const isPadding = (place: number): boolean => found.inside[place] === 0;
  const convolves = found.kernel.length > 0;
  const shared = { rows: rows * slices, columns };
  return (
    <section class="arithmetic" aria-label={l10n.t('Arithmetic')}>
      {columns <= matrixLimit && rows * slices <= matrixLimit ? (
        <div class="matrices">
          <figure>
            <figcaption>{l10n.t('window')}</figcaption>
            <NumberMatrix
              name={l10n.t('The window')}
              {...shared}
              values={values}
              low={input.low}
              high={input.high}
              table={inputTable}
              isPadding={isPadding}
              isMarked={(place) => found.operation === 'max' && !isPadding(place) && values(place) === found.sum}
            />
          </figure>
          {convolves ? (
            <>
              <span class="operator">×</span>
              <figure>
                <figcaption>{l10n.t('kernel')}</figcaption>
                <NumberMatrix
                  name={l10n.t('The kernel')}
                  {...shared}
                  values={weights}
                  low={-size(found.kernel)}
                  high={size(found.kernel)}
                  table={diverging}
                />
              </figure>
              <span class="operator">=</span>
              <figure>
                <figcaption>{l10n.t('products')}</figcaption>
                <NumberMatrix
                  name={l10n.t('The products')}
                  {...shared}
                  values={(place) => products[at(place)] ?? 0}
                  low={-size(products)}
                  high={size(products)}
                  table={diverging}
                />
              </figure>
            </>
          ) : undefined}
          <Result found={found} channel={channel} />
        </div>
      ) : (
        <Result found={found} channel={channel} />
      )}
      <p class="formula">{formulaOf(found)}</p>
    </section>
  );
}

/** The sum, step by step to the output. */
function Result({ found, channel }: { readonly found: WindowAnswer; readonly channel: number }) {
  const lines: readonly (readonly [string, number])[] =
    found.kernel.length === 0
      ? [[operationName(found.operation), found.sum]]
      : [
          ...(found.channels > 1
            ? ([
                [l10n.t('channel {0}', found.firstChannel + channel), sumsByChannel(found)[channel] ?? 0],
                [l10n.t('all {0} channels', found.channels), found.sum - found.bias],
              ] as const)
            : ([['sum', found.sum - found.bias]] as const)),
          ['+ bias', found.bias],
          ['=', found.sum],
        ];
  return (
    <dl class="result">
      {lines.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{formatValue(value)}</dd>
        </div>
      ))}
      <div class="output">
        <dt>{found.activation ?? 'output'}</dt>
        <dd>{formatValue(found.output)}</dd>
      </div>
    </dl>
  );
}

function operationName(operation: WindowAnswer['operation']): string {
  const names = {
    max: l10n.t('largest'),
    average: l10n.t('mean'),
    l2: l10n.t('√ of the sum of squares'),
    convolution: l10n.t('sum'),
    depthwise: l10n.t('sum'),
  };
  return names[operation];
}

function formulaOf(found: WindowAnswer): string {
  const terms = firstTerms(found);
  const { sum, activation, output, bias } = found;
  switch (found.operation) {
    case 'max':
      return `max(${terms}) = ${formatValue(output)}`;
    case 'average':
      return `mean(${terms}) = ${formatValue(output)}`;
    case 'l2':
      return `√(${terms}) = ${formatValue(output)}`;
    case 'convolution':
    case 'depthwise': {
      const added = bias === 0 ? '' : ` + ${formatValue(bias)}`;
      const result = `${terms}${added} = ${formatValue(sum)}`;
      return activation === undefined
        ? result
        : `${result};  ${activation}(${formatValue(sum)}) = ${formatValue(output)}`;
    }
  }
}

function termRows(found: WindowAnswer): readonly (readonly string[])[] {
  const products = productsOf(found);
  const columns = found.size.at(-1) ?? 1;
  return Array.from(found.values, (value, index) => {
    const place = Math.floor(index / found.channels);
    const position = found.size.length < 2 ? String(place) : `(${Math.floor(place / columns)}, ${place % columns})`;
    const channel = String(found.firstChannel + (index % found.channels));
    const input = found.inside[place] === 0 ? '0 (padding)' : formatValue(value);
    const rest =
      found.kernel.length === 0 ? [] : [formatValue(found.kernel[index] ?? 0), formatValue(products[index] ?? 0)];
    return [position, channel, input, ...rest];
  });
}
