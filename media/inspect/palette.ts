import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { readTheme, type Theme } from '../shared/theme';
import { diverging, parseColour, type ColourTable } from '../../server/src/language/pictures/colourTables';

/** The colours of the moment for what is drawn. */
export interface Palette {
  readonly theme: Theme;
  /** Negative blue, positive orange, as the theme has them; zero is the panel's background. */
  readonly weights: ColourTable;
  readonly unit: string;
  /** Lines over a picture whose colours are not known: light on a dark edge. */
  readonly edge: string;
}

/** Reads the theme. */
export function readPalette(): Palette {
  const theme = readTheme();
  const [blue = '#59a4f9', orange = '#d18616'] = theme.series;
  return {
    theme,
    weights: diverging(parseColour(blue), parseColour(theme.background), parseColour(orange)),
    unit: '#ffffff',
    edge: '#000000',
  };
}

export const PaletteContext = createContext<Palette | undefined>(undefined);

/** The palette of the panel around. */
export function usePalette(): Palette {
  const palette = useContext(PaletteContext);
  if (palette === undefined) throw new Error('there is no palette around this component');
  return palette;
}
