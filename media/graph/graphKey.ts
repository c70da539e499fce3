import type { Direction } from './walk';

export type GraphAction =
  | { readonly do: 'walk'; readonly direction: Direction }
  | { readonly do: 'pan'; readonly x: number; readonly y: number }
  | { readonly do: 'zoom'; readonly factor: number }
  | { readonly do: 'fit' | 'whole' | 'reveal' | 'toggle' | 'clear' };

const step = 80;

/** What a key does in the picture, or undefined for keys that are not its own. */
export function graphKey(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>,
): GraphAction | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  switch (event.key) {
    case 'ArrowDown':
      return event.shiftKey ? { do: 'pan', x: 0, y: -step } : { do: 'walk', direction: 'down' };
    case 'ArrowUp':
      return event.shiftKey ? { do: 'pan', x: 0, y: step } : { do: 'walk', direction: 'up' };
    case 'ArrowLeft':
      return event.shiftKey ? { do: 'pan', x: step, y: 0 } : { do: 'walk', direction: 'left' };
    case 'ArrowRight':
      return event.shiftKey ? { do: 'pan', x: -step, y: 0 } : { do: 'walk', direction: 'right' };
    case 'Home':
      return { do: 'walk', direction: 'first' };
    case 'End':
      return { do: 'walk', direction: 'last' };
    case 'Enter':
      return { do: 'reveal' };
    case ' ':
      return { do: 'toggle' };
    case '+':
    case '=':
      return { do: 'zoom', factor: 1.25 };
    case '-':
      return { do: 'zoom', factor: 0.8 };
    case '0':
      return { do: 'fit' };
    case '1':
      return { do: 'whole' };
    case 'Escape':
      return { do: 'clear' };
    default:
      return undefined;
  }
}
