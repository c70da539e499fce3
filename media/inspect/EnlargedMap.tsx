import * as l10n from '@vscode/l10n';
import type { FeaturesAnswer } from '../../server/src/protocol/inspectMessages';
import { formatValue } from '../shared/formatNumber';
import { spatialOf, unitBox } from './fieldGeometry';
import { mapPicture, rangeOf, tableOf } from './mapPicture';
import { MapView } from './MapView';
import { ScaleBar } from './ScaleBar';
import { TableTwin } from '../shared/TableTwin';
import { useAnswer } from './useAnswer';
import { useWidth } from '../shared/useWidth';
import type { View } from './view';

/** More columns than this make no table to read. */
const tableColumns = 64;

/** One map as large as there is room, with the exact value under the unit. */
export function EnlargedMap({
  view,
  features,
  map,
}: {
  readonly view: View;
  readonly features: FeaturesAnswer;
  readonly map: number;
}) {
  const { layer, weights, example, unit, options, change } = view;
  const [element, available] = useWidth();
  const { answer: exact } = useAnswer({ kind: 'map', weights, example, path: layer.path, map });
  const range = rangeOf(features, map, options.sharedScale);
  const table = tableOf(layer);
  const sizes = spatialOf(layer.shape);
  const place = unit.reduce((index, each, axis) => index * (sizes[axis] ?? 1) + each, 0);
  const value = exact?.map === map ? exact.values[place] : undefined;
  const text = l10n.t('map {0} · ({1}) · {2}', map, unit.join(', '), value === undefined ? '' : formatValue(value));
  const step = (by: number): void => change({ map: Math.max(0, Math.min(features.count - 1, map + by)) });
  return (
    <div
      ref={element}
      onKeyDown={(event) => {
        if (event.key === 'Escape') change({ enlarged: false });
        else if (event.key === 'PageUp') step(-1);
        else if (event.key === 'PageDown') step(1);
        else return;
        event.preventDefault();
      }}
    >
      <div class="tools">
        <button type="button" class="link" onClick={() => change({ enlarged: false })}>
          {l10n.t('all maps')}
        </button>
        <button type="button" class="link" disabled={map === 0} onClick={() => step(-1)}>
          {l10n.t('previous')}
        </button>
        <button type="button" class="link" disabled={map >= features.count - 1} onClick={() => step(1)}>
          {l10n.t('next')}
        </button>
        <span class="picked">{text}</span>
        <ScaleBar table={table} low={range.low} high={range.high} />
      </div>
      {available === 0 ? undefined : (
        <MapView
          name={l10n.t('map {0} of {1}', map, layer.name)}
          picture={mapPicture(features, map, range, table)}
          room={Math.min(available, 560)}
          overlays={[{ box: unitBox(unit), kind: 'unit' }]}
          unit={unit}
          units={sizes}
          onUnit={(moved) => change({ unit: moved })}
          valueText={text}
        />
      )}
      <TableTwin
        caption={l10n.t('Values of map {0} of {1}', map, layer.name)}
        columns={[
          l10n.t('row'),
          ...Array.from({ length: Math.min(features.width, tableColumns) }, (_, column) => String(column)),
        ]}
        rows={() =>
          Array.from({ length: exact === undefined ? 0 : features.height }, (_, row) => [
            row,
            ...Array.from({ length: Math.min(features.width, tableColumns) }, (__, column) =>
              formatValue(exact?.values[row * features.width + column] ?? 0),
            ),
          ])
        }
        open={options.tableOpen}
        onToggle={(tableOpen) => change({ tableOpen })}
      />
    </div>
  );
}
