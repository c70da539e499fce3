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
  /** In words; empty where the element around says it. */
  readonly label: string;
}

/** One example as it is: enlarged in squares, never blurred. */
export function Thumbnail({ answer, place, side, label }: ThumbnailProps) {
  const draw = (context: CanvasRenderingContext2D, ratio: number): void => {
    const picture = pictureOf(answer, place);
    drawPicture(context, picture, fit(picture, Math.round(side * ratio)));
  };
  return <Canvas width={side} height={side} label={label} draw={draw} />;
}
