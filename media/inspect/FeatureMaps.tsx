import * as l10n from '@vscode/l10n';
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
  if (maps === undefined)
    return <Notice error={images.error ?? vector.error} what={l10n.t('the output of {0}', layer.name)} />;
  const selected = Math.min(options.map, maps.count - 1);
  const range = rangeOf(maps, selected, options.sharedScale || isVector);
  const table = tableOf(layer);
  const valueText = describe(maps, selected, isVector);
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
            {l10n.t('one scale for all')}
          </label>
        ) : undefined}
        <ScaleBar table={table} low={range.low} high={range.high} />
      </div>
      <Atlas
        name={
          isVector ? l10n.t('{0}: {1} units', layer.name, maps.count) : l10n.t('{0}: {1} maps', layer.name, maps.count)
        }
        count={maps.count}
        size={maps}
        picture={(index) => mapPicture(maps, index, rangeOf(maps, index, options.sharedScale || isVector), table)}
        selected={selected}
        onSelect={(map) => change({ map })}
        {...(isVector ? {} : { onOpen: () => change({ enlarged: true }) })}
        valueText={valueText}
      />
      {isVector ? undefined : <p class="muted hint">{l10n.t('Enter or double-click enlarges a map.')}</p>}
      <TableTwin
        caption={isVector ? l10n.t('The units of {0}', layer.name) : l10n.t('The maps of {0}', layer.name)}
        columns={
          isVector
            ? [l10n.t('unit'), l10n.t('value')]
            : [l10n.t('map'), l10n.t('lowest'), l10n.t('highest'), l10n.t('mean'), l10n.t('zeros')]
        }
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

function describe(maps: FeaturesAnswer, index: number, isVector: boolean): string {
  const count = formatCount(maps.count);
  if (isVector) return l10n.t('unit {0} of {1} · {2}', index, count, formatValue(maps.mean[index] ?? 0));
  const [low = '', high = '', , zeros = ''] = statistics(maps, index);
  return l10n.t('map {0} of {1} · {2} to {3} · {4} zeros', index, count, low, high, zeros);
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
