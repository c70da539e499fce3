import * as l10n from '@vscode/l10n';
import { grey } from '../../server/src/language/pictures/colourTables';
import { fieldBox } from './fieldGeometry';
import { imagePicture } from './mapPicture';
import { MapView, type Overlay } from './MapView';
import { Notice } from './Notice';
import { Scores } from './Scores';
import { formatShape } from '../shared/formatShape';
import { useAnswer } from './useAnswer';
import { inputOf, type View } from './view';

/** The example with what the chosen unit sees of it, and what the model says of it. */
export function SidePanel({ view, truth }: { readonly view: View; readonly truth: number | undefined }) {
  const { model, layer, weights, example, unit } = view;
  const input = inputOf(model, layer);
  const asked = useAnswer(input && { kind: 'features', weights, example, path: input.path });
  const box = input && fieldBox(layer, unit, input.shape);
  const overlays: readonly Overlay[] =
    box === undefined || layer.field === 'whole' || input?.path === layer.path ? [] : [{ box, kind: 'window' }];
  return (
    <aside class="side" aria-label={l10n.t('Example')}>
      {input === undefined || input.shape.length < 3 ? undefined : (
        <figure>
          <figcaption>
            {input.name} <span class="muted">· {formatShape(input.shape)}</span>
          </figcaption>
          {asked.answer === undefined ? (
            <Notice error={asked.error} what={l10n.t('the example')} />
          ) : (
            <MapView
              name={l10n.t('The example, {0}', formatShape(input.shape))}
              picture={imagePicture(asked.answer, grey)}
              room={200}
              overlays={overlays}
            />
          )}
        </figure>
      )}
      <Scores {...view} truth={truth} />
    </aside>
  );
}
