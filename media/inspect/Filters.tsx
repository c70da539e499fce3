import * as l10n from '@vscode/l10n';
import { useMemo } from 'preact/hooks';
import { grey } from '../../server/src/language/pictures/colourTables';
import { formatCount, formatValue } from '../shared/formatNumber';
import { Atlas } from './Atlas';
import { colourKernel, filterGrid, filterOrder, kernelPicture, type FilterGrid } from './filterGrid';
import { Notice } from './Notice';
import { NumberMatrix } from './NumberMatrix';
import { usePalette } from './palette';
import { ScaleBar } from './ScaleBar';
import { TableTwin } from '../shared/TableTwin';
import { useAnswer } from './useAnswer';
import type { View } from './view';

/** The filters of a convolution: what each does to one input channel, or to all three as colours. */
export function Filters({ layer, weights, options, change }: View) {
  const palette = usePalette();
  const asked = useAnswer({ kind: 'filters', weights, path: layer.path });
  const { answer } = asked;
  const grid = useMemo(() => answer && filterGrid(answer), [answer]);
  if (answer === undefined || grid === undefined)
    return <Notice {...asked} what={l10n.t('the filters of {0}', layer.name)} />;
  const depthwise = layer.window?.operation === 'depthwise';
  // A depthwise kernel has few filters over each of many channels: the channels are what there is to see.
  const shown = depthwise ? acrossChannels(grid) : grid;
  const colours = shown.channels === 3 && options.rgb;
  const channel = Math.min(options.channel, shown.channels - 1);
  const looked = colours ? [0, 1, 2] : [channel];
  const order = filterOrder(shown, options.byNorm);
  const selected = Math.min(options.map, shown.filters - 1);
  const largest = shown.norms.reduce((a, b) => Math.max(a, b), 1e-12);
  const text = describe(shown, selected, answer.bias?.[selected]);
  return (
    <>
      <div class="tools">
        <span class="picked">{text}</span>
        {shown.channels === 3 ? (
          <label>
            <input
              type="checkbox"
              checked={options.rgb}
              onChange={({ currentTarget }) => change({ rgb: currentTarget.checked })}
            />
            {l10n.t('as colours')}
          </label>
        ) : undefined}
        {shown.channels > 1 && !colours ? (
          <label>
            {l10n.t('input channel')}
            <input
              type="number"
              class="number"
              min={0}
              max={shown.channels - 1}
              value={channel}
              onInput={({ currentTarget }) =>
                change({
                  channel: Math.max(0, Math.min(shown.channels - 1, Math.floor(currentTarget.valueAsNumber) || 0)),
                })
              }
            />
            <span class="muted">{l10n.t('of {0}', formatCount(shown.channels))}</span>
          </label>
        ) : undefined}
        {shown.filters > 1 ? (
          <label>
            <input
              type="checkbox"
              checked={options.byNorm}
              onChange={({ currentTarget }) => change({ byNorm: currentTarget.checked })}
            />
            {l10n.t('largest first')}
          </label>
        ) : undefined}
        <ScaleBar table={colours ? grey : palette.weights} low={-shown.limit} high={shown.limit} middle={0} />
      </div>
      <div class="beside">
        <Atlas
          name={l10n.t('{0}: {1} filters', layer.name, shown.filters)}
          count={shown.filters}
          size={shown}
          picture={(index) =>
            colours
              ? colourKernel(shown, order[index] ?? 0)
              : kernelPicture(shown, order[index] ?? 0, channel, palette.weights)
          }
          bar={(index) => (shown.norms[order[index] ?? 0] ?? 0) / largest}
          selected={Math.max(0, order.indexOf(selected))}
          onSelect={(index) => change({ map: order[index] ?? 0 })}
          valueText={text}
          {...(colours
            ? {}
            : { isNegative: (index: number, place: number) => shown.weight(order[index] ?? 0, channel, place) < 0 })}
        />
        {shown.width <= 7 && shown.height <= 7 ? (
          <div class="kernels">
            {looked.map((each) => (
              <figure class="kernel" key={each}>
                <figcaption>
                  {l10n.t('filter {0}', selected)}
                  {shown.channels > 1 ? (
                    <span class="muted">
                      {' '}
                      {l10n.t('over {0}', colours ? primaryName(each) : l10n.t('channel {0}', each))}
                    </span>
                  ) : undefined}
                </figcaption>
                <NumberMatrix
                  name={
                    colours
                      ? l10n.t('The weights of filter {0} over {1}', selected, primaryName(each))
                      : l10n.t('The weights of filter {0}', selected)
                  }
                  rows={shown.height}
                  columns={shown.width}
                  values={(place) => shown.weight(selected, each, place)}
                  low={-shown.limit}
                  high={shown.limit}
                  table={palette.weights}
                />
              </figure>
            ))}
          </div>
        ) : undefined}
      </div>
      <p class="muted hint">{l10n.t('The bar below a filter is its norm.')}</p>
      <TableTwin
        caption={l10n.t('The filters of {0}', layer.name)}
        columns={[
          l10n.t('filter'),
          l10n.t('norm'),
          l10n.t('bias'),
          ...looked.flatMap((each) => weightNames(shown, colours ? primaryName(each) : '')),
        ]}
        rows={() =>
          order.map((filter) => [
            filter,
            formatValue(shown.norms[filter] ?? 0),
            answer.bias === undefined ? '–' : formatValue(answer.bias[filter] ?? 0),
            ...looked.flatMap((each) =>
              weightNames(shown).map((_, place) => formatValue(shown.weight(filter, each, place))),
            ),
          ])
        }
        open={options.tableOpen}
        onToggle={(tableOpen) => change({ tableOpen })}
        selected={order.indexOf(selected)}
      />
    </>
  );
}

/** What the three channels of a filter over colour images answer to. */
/** The colour that a channel of an image is. */
function primaryName(channel: number): string {
  return [l10n.t('red'), l10n.t('green'), l10n.t('blue')][channel] ?? '';
}

/** Each channel with each of its filters as a filter of its own. */
function acrossChannels(grid: FilterGrid): FilterGrid {
  const filters = grid.channels * grid.filters;
  const weight = (filter: number, _channel: number, place: number): number =>
    grid.weight(filter % grid.filters, Math.floor(filter / grid.filters), place);
  const places = Array.from({ length: grid.width * grid.height }, (_, place) => place);
  const norms = Float32Array.from({ length: filters }, (_, filter) =>
    Math.sqrt(places.reduce((sum, place) => sum + weight(filter, 0, place) ** 2, 0)),
  );
  return { ...grid, channels: 1, filters, norms, weight };
}

function describe({ filters, norms }: FilterGrid, filter: number, bias: number | undefined): string {
  const tail = bias === undefined ? '' : ` · ${l10n.t('bias {0}', formatValue(bias))}`;
  return `${l10n.t('filter {0} of {1} · norm {2}', filter, formatCount(filters), formatValue(norms[filter] ?? 0))}${tail}`;
}

/** `red (0, 1)`: the places of a weight, for kernels that a table can hold. */
function weightNames({ width, height }: FilterGrid, colour = ''): readonly string[] {
  if (width * height > 49) return [];
  const place = (index: number): string => `(${Math.floor(index / width)}, ${index % width})`;
  return Array.from({ length: width * height }, (_, index) => `${colour} ${place(index)}`.trimStart());
}
