const paths = {
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  play: 'M4 2.5v11l9-5.5z',
  stop: 'M3.5 3.5h9v9h-9z',
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
