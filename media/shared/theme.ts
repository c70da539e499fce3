/** The theme's colours for what CSS cannot reach: canvases. Everything else uses `var(--vscode-…)`. */

export interface Theme {
  readonly foreground: string;
  readonly muted: string;
  readonly background: string;
  readonly grid: string;
  readonly focus: string;
  readonly font: string;
  /** Colours of curves, always in this order. */
  readonly series: readonly string[];
  /** Markers and patterns tell the curves apart as well as colours do. */
  readonly highContrast: boolean;
}

/** The fixed order of the curves' colours; `training.css` names the same in `.series-0` and so on. */
const seriesVariables = [
  '--vscode-charts-blue',
  '--vscode-charts-orange',
  '--vscode-charts-green',
  '--vscode-charts-purple',
  '--vscode-charts-red',
  '--vscode-charts-yellow',
] as const;

/** Reads the colours of the moment by computed style. */
export function readTheme(): Theme {
  const style = getComputedStyle(document.body);
  const read = (name: string, fallback: string): string => style.getPropertyValue(name).trim() || fallback;
  const foreground = style.color;
  const highContrast =
    document.body.classList.contains('vscode-high-contrast') ||
    document.body.classList.contains('vscode-high-contrast-light');
  return {
    foreground,
    muted: highContrast ? foreground : read('--vscode-descriptionForeground', foreground),
    background: read('--vscode-editor-background', 'Canvas'),
    // No theme has a colour for the grid of a chart: its text's, faint enough to stand behind the curves.
    grid: withAlpha(foreground, highContrast ? 0.45 : 0.16),
    focus: read('--vscode-focusBorder', foreground),
    font: `${style.fontSize} ${style.fontFamily}`,
    // The theme's orange is translucent, and high contrast has none: as `--orange` in `panel.css`.
    series: seriesVariables.map((name) => opaque(read(name, read('--vscode-charts-yellow', foreground)))),
    highContrast,
  };
}

/** A colour of a theme, as VS Code writes them: `#rrggbb`, or `rgba(…)` where it is translucent. */
function opaque(colour: string): string {
  return colour.startsWith('rgb') ? withAlpha(colour, 1) : colour;
}

/** A computed colour, `rgb(1, 2, 3)` or `rgba(1, 2, 3, 0.5)`, with another opacity. */
export function withAlpha(colour: string, alpha: number): string {
  const [red, green, blue] = colour.match(/[\d.]+/g) ?? [];
  return blue === undefined ? colour : `rgba(${red}, ${green}, ${blue}, ${alpha})`;
}

/** Calls `listener` after each change of theme: VS Code changes classes on the body and variables on the root. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  return () => observer.disconnect();
}
