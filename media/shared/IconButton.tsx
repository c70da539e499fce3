const paths = {
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  play: 'M4 2.5v11l9-5.5z',
  stop: 'M3.5 3.5h9v9h-9z',
  previous: 'M10.3 3.2 5.5 8l4.8 4.8-.7.7L4.1 8l5.5-5.5z',
  next: 'M5.7 3.2 10.5 8l-4.8 4.8.7.7L11.9 8 6.4 2.5z',
  fold: 'M2 7.5h12v1H2zM8.5 4.1l1.65-1.65.7.7L8 6 5.15 3.15l.7-.7L7.5 4.1V0h1zM7.5 11.9l-1.65 1.65-.7-.7L8 10l2.85 2.85-.7.7L8.5 11.9V16h-1z',
  unfold:
    'M2 7.5h12v1H2zM8.5 1.9l1.65 1.65.7-.7L8 0 5.15 2.85l.7.7L7.5 1.9V6h1zM7.5 14.1l-1.65-1.65-.7.7L8 16l2.85-2.85-.7-.7L8.5 14.1V10h-1z',
  fit: 'M1 2h1v12H1zM14 2h1v12h-1zM5.1 7.5l1.65-1.65-.7-.7L3.2 8l2.85 2.85.7-.7L5.1 8.5h5.8l-1.65 1.65.7.7L12.8 8 9.95 5.15l-.7.7 1.65 1.65z',
} as const;

export interface IconButtonProps {
  readonly icon: keyof typeof paths;
  /** Read out, and shown on hover. */
  readonly label: string;
  readonly onClick: () => void;
}

/** A button of a toolbar, 24 by 24 pixels, like the editor's own. */
export function IconButton({ icon, label, onClick }: IconButtonProps) {
  return (
    <button type="button" class="icon" aria-label={label} title={label} onClick={onClick}>
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <path d={paths[icon]} fill="currentColor" />
      </svg>
    </button>
  );
}
