import * as l10n from '@vscode/l10n';
import { useContext, useEffect, useRef } from 'preact/hooks';
import type {
  ExampleChoice,
  InspectLayer,
  ThumbnailAnswer,
  WeightsChoice,
} from '../../server/src/protocol/inspectMessages';
import { Canvas } from '../shared/Canvas';
import { grey, viridis } from '../../server/src/language/pictures/colourTables';
import { drawPicture, rgbPicture, tablePicture } from '../shared/picture';
import { formatShape } from '../shared/formatShape';
import { QuestionsContext } from './useAnswer';

export interface LayerStripProps {
  readonly layers: readonly InspectLayer[];
  readonly selected: string;
  readonly weights: WeightsChoice;
  readonly example: ExampleChoice;
  readonly onSelect: (path: string) => void;
  /** Go to the layer's place in the text. */
  readonly onReveal: (path: string) => void;
}

/** The layers in their order: the panel's spine. Arrow keys walk it, Enter goes to the source. */
export function LayerStrip({ layers, selected, weights, example, onSelect, onReveal }: LayerStripProps) {
  const questions = useContext(QuestionsContext);
  const list = useRef<HTMLDivElement>(null);
  const place = Math.max(
    0,
    layers.findIndex(({ path }) => path === selected),
  );
  useEffect(
    () => list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }),
    [selected],
  );
  // One picture at a time, in the order of the layers: what is asked for by name never waits for all of them.
  const pictures: (ThumbnailAnswer | undefined)[] = [];
  for (const { path } of layers) {
    const entry = questions?.ask({ kind: 'thumbnail', weights, example, path });
    if (entry?.state === 'waiting') break;
    pictures.push(entry?.state === 'answered' && entry.answer.kind === 'thumbnail' ? entry.answer : undefined);
  }
  const onKey = (event: KeyboardEvent): void => {
    const targets: { readonly [key: string]: number } = {
      ArrowUp: place - 1,
      ArrowDown: place + 1,
      Home: 0,
      End: layers.length - 1,
    };
    const target = Object.hasOwn(targets, event.key) ? targets[event.key] : undefined;
    if (event.key === 'Enter') onReveal(selected);
    else if (target === undefined) return;
    else onSelect(layers[Math.max(0, Math.min(layers.length - 1, target))]?.path ?? selected);
    event.preventDefault();
  };
  return (
    <div
      ref={list}
      class="strip"
      role="listbox"
      tabIndex={0}
      aria-label={l10n.t('Layers')}
      aria-activedescendant={`layer-${place}`}
      onKeyDown={onKey}
    >
      {layers.map(({ path, name, shape }, index) => (
        <div
          key={path}
          id={`layer-${index}`}
          class="layer"
          role="option"
          aria-selected={path === selected}
          title={path}
          onClick={() => onSelect(path)}
          onDblClick={() => onReveal(path)}
        >
          <Thumbnail picture={pictures[index]} isInput={index === 0} isSeries={shape.length === 2} />
          <span class="name">{name}</span>
          <span class="muted shape">{formatShape(shape)}</span>
        </div>
      ))}
    </div>
  );
}

const side = 32;

function Thumbnail({
  picture,
  isInput,
  isSeries,
}: {
  readonly picture: ThumbnailAnswer | undefined;
  readonly isInput: boolean;
  readonly isSeries: boolean;
}) {
  if (picture?.drawn !== true || picture.width === 0) return <span class="thumbnail waiting" />;
  const { width, height, channels, values } = picture;
  if (isSeries) {
    const points = Array.from(
      values,
      (value, place) =>
        `${((place / Math.max(1, width - 1)) * side).toFixed(1)},${(side - 4 - (value / 255) * (side - 8)).toFixed(1)}`,
    );
    return (
      <svg class="thumbnail" aria-hidden="true">
        <polyline class={isInput ? 'series-0' : 'series-1'} points={points.join(' ')} />
      </svg>
    );
  }
  const scale = side / Math.max(width, height);
  const size = { width: Math.max(2, width * scale), height: Math.max(2, height * scale) };
  return (
    <span class="thumbnail">
      <Canvas
        {...size}
        label=""
        draw={(context, ratio) =>
          drawPicture(
            context,
            channels === 3
              ? rgbPicture(values, width, height)
              : tablePicture(values, 0, { width, height }, isInput ? grey : viridis),
            { x: 0, y: 0, width: size.width * ratio, height: size.height * ratio },
          )
        }
      />
    </span>
  );
}
