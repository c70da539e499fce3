import * as l10n from '@vscode/l10n';

/** The taps of a kernel as bars around 0, with their numbers. */
export function KernelBars({ name, weights }: { readonly name: string; readonly weights: readonly number[] }) {
  const limit = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-12);
  const low = Math.max(0, ...weights.map((weight) => -weight)) / limit;
  const height = 40;
  const zero = height * (1 / (1 + low));
  return (
    <figure class="kernel-bars">
      <svg width={weights.length * 12} height={height} role="img" aria-label={name}>
        <line class="zero" x1={0} x2={weights.length * 12} y1={zero} y2={zero} />
        {weights.map((weight, tap) => {
          const size = (Math.abs(weight) / limit) * zero;
          return (
            <rect
              key={tap}
              class={weight < 0 ? 'negative' : 'positive'}
              x={tap * 12 + 2}
              width={8}
              y={weight < 0 ? zero : zero - size}
              height={Math.max(1, size)}
            />
          );
        })}
      </svg>
      <figcaption>
        <span class="muted">{l10n.t('kernel of {0}', weights.length)} ·</span> {weights.map(formatShort).join(', ')}
      </figcaption>
    </figure>
  );
}

function formatShort(value: number): string {
  return Number(value.toPrecision(3)).toString().replace('-', '−');
}
