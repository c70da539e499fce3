import { useLayoutEffect, useRef } from 'preact/hooks';

export interface CanvasProps {
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** What the picture is, in words; empty where the element around says it. */
  readonly label: string;
  /** Draws everything anew; the context counts in the screen's own pixels, `ratio` of them a CSS pixel. */
  readonly draw: (context: CanvasRenderingContext2D, ratio: number) => void;
  readonly onPointer?: (x: number, y: number, event: PointerEvent) => void;
  readonly class?: string;
}

/** A canvas that is sharp on every screen and drawn whenever its component is. */
export function Canvas({ width, height, label, draw, onPointer, class: className }: CanvasProps) {
  const element = useRef<HTMLCanvasElement>(null);
  // Before the page is painted: a canvas that has changed its size is empty.
  useLayoutEffect(() => {
    const canvas = element.current;
    const context = canvas?.getContext('2d');
    if (canvas === null || context === undefined || context === null) return;
    const ratio = window.devicePixelRatio;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    context.clearRect(0, 0, canvas.width, canvas.height);
    draw(context, ratio);
  });
  const point = (event: PointerEvent): void => {
    const box = element.current?.getBoundingClientRect();
    if (box !== undefined) onPointer?.(event.clientX - box.left, event.clientY - box.top, event);
  };
  return (
    <canvas
      ref={element}
      class={className}
      style={{ width: `${width}px`, height: `${height}px` }}
      {...(label === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
      {...(onPointer === undefined ? {} : { onPointerDown: point })}
    />
  );
}
