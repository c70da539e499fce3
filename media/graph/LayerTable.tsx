import * as l10n from '@vscode/l10n';
import type { GraphPicture } from '../../server/src/language/graph/graphPicture';
import { formatCost, formatCount } from '../../server/src/language/features/quantities';

export interface LayerTableProps {
  readonly picture: GraphPicture;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly onChoose: (id: string) => void;
}

/** The picture as a table: every layer with its numbers, folded or not. */
export function LayerTable({ picture, open, onOpen, onChoose }: LayerTableProps) {
  const names = new Map(picture.layers.map(({ id, name }) => [id, name]));
  return (
    <details
      class="table"
      open={open}
      onToggle={(event) => event.currentTarget.open !== open && onOpen(event.currentTarget.open)}
    >
      <summary>{l10n.t('Table')}</summary>
      {open ? (
        <div class="table-scroll" tabIndex={0} role="region" aria-label={l10n.t('Layers as a table')}>
          <table>
            <caption class="visually-hidden">{l10n.t('The layers of {0} in their order', picture.model)}</caption>
            <thead>
              <tr>
                <th scope="col">{l10n.t('layer')}</th>
                <th scope="col">{l10n.t('call')}</th>
                <th scope="col">{l10n.t('block')}</th>
                <th scope="col" class="number">
                  {l10n.t('output')}
                </th>
                <th scope="col" class="number">
                  {l10n.t('parameters')}
                </th>
                <th scope="col" class="number">
                  MACs
                </th>
                <th scope="col">{l10n.t('takes')}</th>
              </tr>
            </thead>
            <tbody>
              {picture.layers.map((layer) => (
                <tr key={layer.id} class={layer.problem === undefined ? '' : 'wrong'}>
                  <th scope="row">
                    <button type="button" class="plain" onClick={() => onChoose(layer.id)}>
                      {layer.name}
                    </button>
                  </th>
                  <td>{layer.problem === undefined ? layer.call : `✕ ${layer.problem}`}</td>
                  <td>{layer.block ?? ''}</td>
                  <td class="number">{layer.shape}</td>
                  <td class="number">{formatCount(layer.params)}</td>
                  <td class="number">{formatCost(layer.macs)}</td>
                  <td>{layer.inputs.map((input) => names.get(input) ?? input).join(', ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : undefined}
    </details>
  );
}
