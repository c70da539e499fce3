import type { PicturesAnswer } from '../../server/src/protocol/dataMessages';
import { Canvas } from '../shared/Canvas';
import { drawPicture } from '../shared/picture';
import { fit, pictureOf } from './pictureOf';

export interface ThumbnailProps {
  readonly answer: PicturesAnswer;
  /** Which of its pictures. */
  readonly place: number;
  /** Of the square it stands in, in CSS pixels. */
  readonly side: number;
  /** No higher than the picture: for one that stands alone. */
  readonly trimmed?: boolean;
  /** In words; empty where the element around says it. */
  readonly label: string;
}

/** One example as it is: enlarged in squares, never blurred. */
export function Thumbnail({ answer, place, side, trimmed = false, label }: ThumbnailProps) {
  const [height = 0, width = 0] = answer.sizes.slice(2 * place);
  const shown = trimmed ? Math.max(1, Math.round(fit({ width, height }, side).height)) : side;
  const draw = (context: CanvasRenderingContext2D, ratio: number): void => {
    const picture = pictureOf(answer, place);
    const box = fit(picture, Math.round(side * ratio));
    drawPicture(context, picture, { ...box, y: box.y - Math.round(((side - shown) / 2) * ratio) });
  };
  return <Canvas width={side} height={shown} label={label} draw={draw} />;
}
