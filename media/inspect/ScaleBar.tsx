import * as l10n from '@vscode/l10n';
import { formatValue } from '../shared/formatNumber';
import { Canvas } from '../shared/Canvas';
import type { ColourTable } from '../../server/src/language/pictures/colourTables';
import { tablePicture, drawPicture } from '../shared/picture';

const ramp = Uint8Array.from({ length: 256 }, (_, place) => place);

/** What the colours mean: the table from its low to its high end, with the middle where it has one. */
export function ScaleBar({
  table,
  low,
  high,
  middle,
}: {
  readonly table: ColourTable;
  readonly low: number;
  readonly high: number;
  readonly middle?: number;
}) {
  return (
    <span class="scale">
      <span>{formatValue(low)}</span>
      <Canvas
        width={128}
        height={8}
        label={l10n.t('colour scale from {0} to {1}', formatValue(low), formatValue(high))}
        draw={(context, ratio) =>
          drawPicture(context, tablePicture(ramp, 0, { width: 256, height: 1 }, table), {
            x: 0,
            y: 0,
            width: 128 * ratio,
            height: 8 * ratio,
          })
        }
      />
      <span>{formatValue(high)}</span>
      {middle === undefined ? undefined : (
        <span class="visually-hidden">, {l10n.t('{0} in the middle', formatValue(middle))}</span>
      )}
    </span>
  );
}
