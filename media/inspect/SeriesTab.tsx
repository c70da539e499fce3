import * as l10n from '@vscode/l10n';
import type { InspectLayer } from '../../server/src/protocol/inspectMessages';
import { formatValue } from '../shared/formatNumber';
import { KernelBars } from './KernelBars';
import { kernelOfFilter } from './kernelOfFilter';
import { Notice } from './Notice';
import { SeriesPlot } from '../shared/SeriesPlot';
import { TableTwin } from '../shared/TableTwin';
import { useAnswer } from './useAnswer';
import type { View } from './view';

/** A series before a layer and after it; without a series before it, the layer's own. */
export function SeriesTab(view: View) {
  const { model, layer, weights, example, unit, options, change } = view;
  const before = model.layers.find(({ path, shape }) => path === layer.inputs[0] && shape.length === 2);
  const channel = Math.min(options.map, (layer.shape.at(-1) ?? 1) - 1);
  const inputChannel = Math.min(options.channel, (before?.shape.at(-1) ?? 1) - 1);
  const about = { kind: 'map', weights, example } as const;
  const input = useAnswer(before && { ...about, path: before.path, map: inputChannel });
  const asked = useAnswer({ ...about, path: layer.path, map: channel });
  const filters = useAnswer(
    layer.kernel !== undefined && layer.window !== undefined
      ? { kind: 'filters', weights, path: layer.path }
      : undefined,
  );
  if (asked.answer === undefined) return <Notice {...asked} what={l10n.t('the series of {0}', layer.name)} />;
  const output = asked.answer.values;
  const place = Math.min(unit[0] ?? 0, output.length - 1);
  const start = shiftOf(layer, place);
  // The windows at both ends may reach into the padding: the axis has room for them.
  const lead = Math.max(0, -shiftOf(layer, 0).from);
  const length = lead + Math.max(input.answer?.values.length ?? 0, shiftOf(layer, output.length - 1).to + 1);
  const kernel = filters.answer && kernelOfFilter(filters.answer, channel, inputChannel);
  const move = (moved: number): void => change({ unit: [Math.max(0, Math.min(output.length - 1, moved))] });
  return (
    <>
      <div class="tools">
        <span class="picked">{l10n.t('{0} at {1}: {2}', layer.name, place, formatValue(output[place] ?? 0))}</span>
      </div>
      {input.answer === undefined || before === undefined ? undefined : (
        <SeriesPlot
          name={before.name}
          values={input.answer.values}
          length={length}
          offset={lead}
          axis={l10n.t('place')}
          series={0}
          bands={[{ from: lead + start.from, to: lead + start.to }]}
          at={undefined}
          onMove={(moved) => move(Math.round((moved - lead - start.offset) / start.step))}
        />
      )}
      {kernel === undefined ? undefined : <KernelBars name={l10n.t('kernel of {0}', layer.name)} weights={kernel} />}
      <SeriesPlot
        name={(layer.shape.at(-1) ?? 1) > 1 ? l10n.t('{0} channel {1}', layer.name, channel) : layer.name}
        values={output}
        length={length}
        offset={lead + start.offset}
        spread={start.step}
        axis={l10n.t('place')}
        series={1}
        at={place}
        onMove={move}
      />
      <TableTwin
        caption={l10n.t('{0}, value by value', layer.name)}
        columns={[l10n.t('place'), ...(before === undefined ? [] : [before.name]), layer.name]}
        rows={() =>
          Array.from(output, (value, index) => [
            index,
            ...(before === undefined ? [] : [formatValue(input.answer?.values[index] ?? Number.NaN)]),
            formatValue(value),
          ])
        }
        open={options.tableOpen}
        onToggle={(tableOpen) => change({ tableOpen })}
        selected={place}
      />
    </>
  );
}

/** Where an output place stands on the input's axis: below the middle of its window. */
function shiftOf({ window }: InspectLayer, place: number) {
  const step = window?.stride[0] ?? 1;
  const reach = ((window?.size[0] ?? 1) - 1) * (window?.dilation[0] ?? 1);
  const first = -(window?.before[0] ?? 0);
  const from = first + place * step;
  return { step, offset: first + reach / 2, from, to: from + reach };
}
