import * as l10n from '@vscode/l10n';
import type { InspectLayer } from '../../server/src/protocol/inspectMessages';
import { formatCount } from '../shared/formatNumber';
import { grey } from '../../server/src/language/pictures/colourTables';
import { fieldBox, spatialOf, unitBelow, unitIn, wayTo } from './fieldGeometry';
import { imagePicture } from './mapPicture';
import { MapView, type Overlay } from './MapView';
import { cropPicture, type Box, type Picture } from '../shared/picture';
import { Notice } from './Notice';
import { formatShape } from '../shared/formatShape';
import { useAnswer } from './useAnswer';
import { useWidth } from '../shared/useWidth';
import { inputOf, type View } from './view';

/** What one unit sees of the input, growing layer by layer. */
export function ReceptiveFieldTab(view: View) {
  const { model, layer, weights, example, unit, change } = view;
  const [element, available] = useWidth();
  const input = inputOf(model, layer);
  const asked = useAnswer(input && { kind: 'features', weights, example, path: input.path });
  if (input === undefined || asked.answer === undefined)
    return <Notice error={asked.error} what={l10n.t('the input')} />;
  const sizes = spatialOf(layer.shape);
  const steps = growth(wayTo(model.layers, layer));
  const overlays = steps.flatMap(({ layer: step }): readonly Overlay[] => {
    const own = step.path === layer.path ? unit : unitBelow(step, layer, unit);
    const box = own && fieldBox(step, own, input.shape);
    return box === undefined ? [] : [{ box, kind: step.path === layer.path ? 'window' : 'field' }];
  });
  const text = l10n.t('unit ({0}) of {1} sees {2}', unit.join(', '), layer.name, fieldText(layer));
  const side = Math.max(120, Math.min(320, Math.floor((available - 24) / 2)));
  const picture = imagePicture(asked.answer, grey);
  const near = closeUp(overlays.at(-1)?.box, picture);
  return (
    <div ref={element}>
      <div class="tools">
        <span class="picked">{text}</span>
      </div>
      <div class="beside">
        {available === 0 ? undefined : (
          <figure>
            <figcaption>
              {input.name} <span class="muted">· {formatShape(input.shape)}</span>
            </figcaption>
            <MapView
              name={l10n.t('The input with the receptive field of {0}', layer.name)}
              picture={picture}
              room={side}
              overlays={overlays}
              unit={unit}
              units={sizes}
              onUnit={(moved) => change({ unit: unitIn(sizes, moved) })}
              unitUnder={(row, column) => unitAt(layer, spatialOf(input.shape).length > 1 ? [row, column] : [column])}
              valueText={text}
            />
          </figure>
        )}
        {available === 0 || near === undefined ? undefined : (
          <figure>
            <figcaption>{l10n.t('around the unit, enlarged')}</figcaption>
            <MapView
              name={l10n.t('The receptive field of {0}, enlarged', layer.name)}
              picture={cropPicture(picture, near)}
              room={side}
              overlays={overlays.map(({ box, kind }) => ({
                kind,
                box: { ...box, x: box.x - near.x, y: box.y - near.y },
              }))}
            />
          </figure>
        )}
        <FieldTable steps={steps} layer={layer} />
      </div>
    </div>
  );
}

/** The field with as much again around it; undefined where that is most of the picture anyway. */
function closeUp(field: Box | undefined, picture: Picture): Box | undefined {
  if (field === undefined || picture.height === 1) return undefined;
  const margin = Math.ceil(Math.max(field.width, field.height) / 2);
  const box = {
    x: field.x - margin,
    y: field.y - margin,
    width: field.width + 2 * margin,
    height: field.height + 2 * margin,
  };
  return box.width * 1.5 > picture.width || !Number.isInteger(box.width) ? undefined : box;
}

interface Step {
  readonly layer: InspectLayer;
  /** The kernel weights on the way, biases left out. */
  readonly weights: number;
}

/** The layers on the way that make the field grow, and the layer itself. */
function growth(way: readonly InspectLayer[]): readonly Step[] {
  let weights = 0;
  let last = '';
  return way.flatMap((layer, index): readonly Step[] => {
    weights += layer.kernel?.reduce((all, size) => all * size, 1) ?? 0;
    const size = fieldText(layer);
    const grows = size !== last;
    last = size;
    return index > 0 && (grows || index === way.length - 1) ? [{ layer, weights }] : [];
  });
}

function FieldTable({ steps, layer }: { readonly steps: readonly Step[]; readonly layer: InspectLayer }) {
  const single = singleKernel(steps);
  return (
    <table class="fields">
      <caption class="visually-hidden">{l10n.t('How the receptive field of {0} grows', layer.name)}</caption>
      <thead>
        <tr>
          <th scope="col">{l10n.t('layer')}</th>
          <th scope="col">{l10n.t('sees')}</th>
          <th scope="col">{l10n.t('step')}</th>
          <th scope="col">{l10n.t('weights so far')}</th>
        </tr>
      </thead>
      <tbody>
        {steps.map(({ layer: step, weights }) => (
          <tr key={step.path} class={step.path === layer.path ? 'selected' : ''}>
            <th scope="row">{step.name}</th>
            <td>{fieldText(step)}</td>
            <td>{step.field === undefined || step.field === 'whole' ? '' : formatShape(step.field.stride)}</td>
            <td>{formatCount(weights)}</td>
          </tr>
        ))}
        {single === undefined ? undefined : (
          <tr class="compared">
            <th scope="row">{l10n.t('one {0} instead', fieldText(layer))}</th>
            <td>{fieldText(layer)}</td>
            <td />
            <td>{formatCount(single)}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

/** The weights of one kernel that sees as far as several stacked convolutions, on the same channels. */
function singleKernel(steps: readonly Step[]): number | undefined {
  const kernels = steps.flatMap(({ layer }) =>
    layer.window?.operation === 'convolution' ? (layer.kernel ?? []).slice(-2) : [Number.NaN],
  );
  const field = steps.at(-1)?.layer.field;
  if (steps.length < 2 || field === undefined || field === 'whole' || kernels.some(Number.isNaN)) return undefined;
  return field.size.reduce((all, size) => all * size, 1) * (kernels[0] ?? 1) * (kernels.at(-1) ?? 1);
}

function fieldText({ field }: InspectLayer): string {
  if (field === undefined) return '?';
  return field === 'whole' ? 'everything' : formatShape(field.size);
}

/** The unit whose field has its middle nearest to a place of the input. */
function unitAt({ field }: InspectLayer, place: readonly number[]): readonly number[] {
  if (field === undefined || field === 'whole') return [];
  return place.map((each, axis) =>
    Math.max(
      0,
      Math.round((each - (field.offset[axis] ?? 0) - ((field.size[axis] ?? 1) - 1) / 2) / (field.stride[axis] ?? 1)),
    ),
  );
}
