import type { FeaturesAnswer, MapAnswer } from '../../server/src/protocol/inspectMessages';
import { formatCount, formatValue } from '../shared/formatNumber';
import { Atlas } from './Atlas';
import { EnlargedMap } from './EnlargedMap';
import { mapPicture, rangeOf, tableOf } from './mapPicture';
import { Notice } from './Notice';
import { ScaleBar } from './ScaleBar';
import { TableTwin } from '../shared/TableTwin';
import { useAnswer } from './useAnswer';
import type { View } from './view';

/** All maps of a layer as a grid; a vector is a grid of its values. */
export function FeatureMaps(view: View) {
  const { layer, weights, example, options, change } = view;
  const isVector = layer.shape.length <= 1;
  const about = { weights, example, path: layer.path };
  const images = useAnswer(isVector ? undefined : { kind: 'features', ...about });
  const vector = useAnswer(isVector ? { kind: 'map', ...about, map: 0 } : undefined);
  const maps = isVector ? vector.answer && asMaps(vector.answer) : images.answer;
  if (maps === undefined) return <Notice error={images.error ?? vector.error} what={`the output of ${layer.name}`} />;
  const selected = Math.min(options.map, maps.count - 1);
  const range = rangeOf(maps, selected, options.sharedScale || isVector);
  const table = tableOf(layer);
  const unit = isVector ? 'unit' : 'map';
  const valueText = describe(maps, selected, unit);
  if (options.enlarged && !isVector) return <EnlargedMap view={view} features={maps} map={selected} />;
  return (
    <>
      <div class="tools">
        <span class="picked">{valueText}</span>
        {maps.count > 1 && !isVector ? (
          <label>
            <input
              type="checkbox"
              checked={options.sharedScale}
              onChange={({ currentTarget }) => change({ sharedScale: currentTarget.checked })}
            />
            one scale for all
          </label>
        ) : undefined}
        <ScaleBar table={table} low={range.low} high={range.high} />
      </div>
      <Atlas
        name={`${layer.name}: ${maps.count} ${unit}s`}
        count={maps.count}
        size={maps}
        picture={(index) => mapPicture(maps, index, rangeOf(maps, index, options.sharedScale || isVector), table)}
        selected={selected}
        onSelect={(map) => change({ map })}
        {...(isVector ? {} : { onOpen: () => change({ enlarged: true }) })}
        valueText={valueText}
      />
      {isVector ? undefined : <p class="muted hint">Enter or double-click enlarges a map.</p>}
      <TableTwin
        caption={`The ${unit}s of ${layer.name}`}
        columns={isVector ? [unit, 'value'] : [unit, 'lowest', 'highest', 'mean', 'zeros']}
        rows={() =>
          Array.from({ length: maps.count }, (_, index) =>
            isVector ? [index, formatValue(maps.mean[index] ?? 0)] : [index, ...statistics(maps, index)],
          )
        }
        open={options.tableOpen}
        onToggle={(tableOpen) => change({ tableOpen })}
        selected={selected}
      />
    </>
  );
}

/** A vector as one map a value. */
function asMaps({ path, values }: MapAnswer): FeaturesAnswer {
  return {
    kind: 'features',
    path,
    height: 1,
    width: 1,
    count: values.length,
    values: new Uint8Array(values.length),
    low: values,
    high: values,
    mean: values,
    zeros: values.map((value) => (value === 0 ? 1 : 0)),
  };
}

function describe(maps: FeaturesAnswer, index: number, unit: string): string {
  if (unit === 'unit') return `unit ${index} of ${formatCount(maps.count)} · ${formatValue(maps.mean[index] ?? 0)}`;
  const [low, high, , zeros] = statistics(maps, index);
  return `map ${index} of ${formatCount(maps.count)} · ${low} to ${high} · ${zeros} zeros`;
}

function statistics({ low, high, mean, zeros }: FeaturesAnswer, index: number): readonly string[] {
  const share = Math.round((zeros[index] ?? 0) * 1000) / 10;
  return [
    formatValue(low[index] ?? 0),
    formatValue(high[index] ?? 0),
    formatValue(mean[index] ?? 0),
    `${share.toFixed(1)} %`,
  ];
}
