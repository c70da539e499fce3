import { expansionLimit } from '../model/nodeFactory';
import type { Problem } from '../model/problem';
import type { Span } from '../syntax/tree';
import { grouped } from './firstLine';

/** `nn/limit`: blocks and repetitions expand to more layers than one model may have. */
export function limitProblem(place: Span): Problem {
  return {
    code: 'nn/limit',
    span: place,
    message: `This model has more than ${grouped(expansionLimit)} layers; the rest is not shown`,
  };
}
