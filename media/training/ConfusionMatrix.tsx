import * as l10n from '@vscode/l10n';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { CellExample, Confusion, ConfusionCell, PixelImage } from '../../server/src/protocol/confusion';
import { formatCount } from '../shared/formatNumber';

export interface ConfusionMatrixProps {
  readonly confusion: Confusion;
  readonly cell: ConfusionCell | undefined;
  readonly onCell: (truth: number, predicted: number) => void;
}

/** More classes than this are no grid that one reads; their mistakes are a list. */
const largestGrid = 20;
const listedMistakes = 8;

/** What was taken for what, and the pictures of a cell, the worst mistakes first. */
export function ConfusionMatrix({ confusion, cell, onCell }: ConfusionMatrixProps) {
  const { classes } = confusion;
  return (
    <section class="confusion" aria-label={l10n.t('Confusion matrix')}>
      <h2>
        {l10n.t('confusion')}{' '}
        <span class="muted">
          {classes.length <= largestGrid ? l10n.t('rows are true, columns predicted classes') : ''}
        </span>
      </h2>
      <div class="confusion-row">
        {classes.length <= largestGrid ? <Grid confusion={confusion} cell={cell} onCell={onCell} /> : undefined}
        <Mistakes confusion={confusion} onCell={onCell} />
      </div>
      {cell === undefined ? undefined : <Cell classes={classes} cell={cell} />}
    </section>
  );
}

function Grid({ confusion: { classes, counts }, cell, onCell }: ConfusionMatrixProps) {
  const grid = useRef<HTMLTableElement>(null);
  const size = classes.length;
  const at = (row: number, column: number): number => counts[row * size + column] ?? 0;
  const totals = classes.map((_, row) => classes.reduce((sum, __, column) => sum + at(row, column), 0));
  const worst = Math.max(1, ...counts.filter((_, index) => index % (size + 1) !== 0));
  const onKeyDown = (event: KeyboardEvent, row: number, column: number): void => {
    const [down, right] = steps.get(event.key) ?? [0, 0];
    if (down === 0 && right === 0) return;
    event.preventDefault();
    grid.current?.querySelector<HTMLElement>(`[data-cell="${row + down}-${column + right}"]`)?.focus();
  };
  return (
    <table class="matrix" ref={grid}>
      <thead>
        <tr>
          <td />
          {classes.map((name) => (
            <th scope="col" key={name} title={name}>
              {short(name)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {classes.map((truth, row) => (
          <tr key={truth}>
            <th scope="row" title={truth}>
              {truth}
            </th>
            {classes.map((predicted, column) => {
              const count = at(row, column);
              const isOpen = cell?.truth === row && cell.predicted === column;
              // Right answers against their class, mistakes against the most frequent one.
              const measure = row === column ? Math.max(1, totals[row] ?? 1) : worst;
              const share = count === 0 ? 0 : 0.15 + 0.85 * (count / measure);
              return (
                <td key={predicted} class={row === column ? 'right' : 'mistake'}>
                  <button
                    type="button"
                    data-cell={`${row}-${column}`}
                    class={count === 0 ? 'none' : ''}
                    aria-pressed={isOpen}
                    aria-label={l10n.t('{0} taken for {1}: {2}', truth, predicted, count)}
                    style={{ '--share': `${Math.round(share * 100)}%` }}
                    onClick={() => onCell(row, column)}
                    onKeyDown={(event) => onKeyDown(event, row, column)}
                  >
                    {count === 0 ? '·' : formatCount(count)}
                  </button>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const steps: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['ArrowDown', [1, 0]],
  ['ArrowUp', [-1, 0]],
  ['ArrowRight', [0, 1]],
  ['ArrowLeft', [0, -1]],
]);

function Mistakes({ confusion: { classes, counts }, onCell }: Pick<ConfusionMatrixProps, 'confusion' | 'onCell'>) {
  const size = classes.length;
  const worst = counts
    .map((count, index) => ({ count, truth: Math.floor(index / size), predicted: index % size }))
    .filter(({ count, truth, predicted }) => count > 0 && truth !== predicted)
    .sort((left, right) => right.count - left.count)
    .slice(0, listedMistakes);
  if (worst.length === 0) return <p class="muted">{l10n.t('No mistakes.')}</p>;
  return (
    <div class="mistakes">
      <h3 class="muted">{l10n.t('most frequent mistakes')}</h3>
      <ol>
        {worst.map(({ count, truth, predicted }) => (
          <li key={`${truth} ${predicted}`}>
            <button type="button" class="plain" onClick={() => onCell(truth, predicted)}>
              {classes[truth]} → {classes[predicted]}
            </button>
            <span class="number">{formatCount(count)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Cell({ classes, cell }: { readonly classes: readonly string[]; readonly cell: ConfusionCell }) {
  const { truth, predicted, total, examples } = cell;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.scrollIntoView({ block: 'nearest' }), [truth, predicted]);
  const order = truth === predicted ? l10n.t('the least certain first') : l10n.t('the surest mistakes first');
  return (
    <div class="cell">
      <h3 ref={heading} aria-live="polite">
        {truth === predicted
          ? l10n.t('{0}, recognized', classes[truth] ?? '')
          : l10n.t('{0} taken for {1}', classes[truth] ?? '', classes[predicted] ?? '')}
        <span class="muted">
          {' '}
          {l10n.t('{0} of {1}', formatCount(examples.length), formatCount(total))}
          {total > 1 ? `, ${order}` : ''}
        </span>
      </h3>
      <ul class="examples">
        {examples.map((example) => (
          <li key={example.index}>
            <Example
              example={example}
              name={l10n.t('{0} taken for {1}', classes[truth] ?? '', classes[predicted] ?? '')}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Example({ example, name }: { readonly example: CellExample; readonly name: string }) {
  const caption = `${Math.round(example.score * 100)} %`;
  return (
    <figure>
      {example.image === undefined ? undefined : (
        <Pixels image={example.image} label={l10n.t('Test example {0}: {1} with {2}', example.index, name, caption)} />
      )}
      <figcaption>
        {caption} <span class="muted">#{example.index}</span>
      </figcaption>
    </figure>
  );
}

/** An image as it is, pixel by pixel. */
function Pixels({ image, label }: { readonly image: PixelImage; readonly label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const { width, height, channels, pixels } = image;
    const drawn = new ImageData(width, height);
    for (let pixel = 0; pixel < width * height; pixel += 1) {
      for (let channel = 0; channel < 3; channel += 1)
        drawn.data[4 * pixel + channel] = pixels[pixel * channels + (channels === 1 ? 0 : channel)] ?? 0;
      drawn.data[4 * pixel + 3] = 255;
    }
    canvas.current?.getContext('2d')?.putImageData(drawn, 0, 0);
  }, [image]);
  return <canvas ref={canvas} width={image.width} height={image.height} role="img" aria-label={label} />;
}

function short(name: string): string {
  return name.length <= 4 ? name : `${name.slice(0, 3)}…`;
}
