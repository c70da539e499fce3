import { expect, test } from 'vitest';
import { drawGraph, graphFile, printPalette } from '../../../server/src/language/graph/drawGraph';
import { layoutGraph } from '../../../server/src/language/graph/layoutGraph';
import { svg, svgText } from '../../../server/src/language/graph/svgElement';
import { visibleGraph } from '../../../server/src/language/graph/visibleGraph';
import { pictureOf } from '../../helpers/panel/graphFixture';

test('writes markup in names as text', () => {
  expect(svgText(svg('text', { id: '"><script>' }, '</text><script>&\u0000\ud800'))).toBe(
    '<text id="&quot;&gt;&lt;script&gt;">&lt;/text&gt;&lt;script&gt;&amp;</text>',
  );
});

test('draws a box with name, call, shape, parameters and a bar of its cost', () => {
  const picture = pictureOf('model M {\n  input 8x8x1 -> Conv2D(2, 3, activation=relu) -> Flatten -> Dense(3)\n}\n');
  const layout = layoutGraph(visibleGraph(picture, new Set()));
  const text = svgText(drawGraph(layout, printPalette));
  expect(text).toContain(
    '<title>conv2d, Conv2D 2, 3, relu, output 6x6x2, 20 parameters, 648 multiply-accumulates, 75 % of the model</title>',
  );
  const bars = [...text.matchAll(/class="cost"[^>]*width="([\d.]+)"/g)].map((match) => Number(match[1]));
  expect(bars.length).toBe(2);
  expect((bars[1] ?? 0) / (bars[0] ?? 1)).toBeCloseTo(216 / 648, 1);
});

test('a file stands for itself: it names its size, and refers to nothing outside', () => {
  const layout = layoutGraph(visibleGraph(pictureOf('model M {\n  input 4 -> Dense(1)\n}\n'), new Set()));
  const text = svgText(graphFile(layout, 'M'));
  expect(text).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="\d+"/);
  expect(text).not.toMatch(/var\(|href|url\(/);
});
