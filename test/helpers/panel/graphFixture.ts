import { analyze } from '../../../server/src/language/analyze';
import { describeGraph } from '../../../server/src/language/graph/describeGraph';
import type { GraphPicture } from '../../../server/src/language/graph/graphPicture';
import { testHost } from '../testHost';

/** What there is to draw of the first model of a text. */
export function pictureOf(text: string): GraphPicture {
  const analysis = analyze({ uri: 'file:///w/model.nn', version: 1, text }, testHost());
  const [model] = analysis.models;
  if (model === undefined) throw new Error('the text has no model');
  return describeGraph(model, analysis);
}
