import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Rectangle } from '../../../server/src/language/graph/geometry';
import type { GraphPicture } from '../../../server/src/language/graph/graphPicture';
import { layoutGraph, type GraphLayout } from '../../../server/src/language/graph/layoutGraph';
import { foldedByDefault, visibleGraph } from '../../../server/src/language/graph/visibleGraph';
import { programs } from '../../helpers/programs';
import { pictureOf } from '../../helpers/panel/graphFixture';

const residual = `block Residual(filters) {
  main = in -> Conv2D(filters, 3, padding=same) -> ReLU
  main + in -> ReLU
}

model Net {
  input 8x8x4 -> Residual(4) * 3 -> Flatten -> Dense(2)
}
`;

function overlap(left: Rectangle, right: Rectangle): boolean {
  return (
    left.x < right.x + right.width &&
    right.x < left.x + left.width &&
    left.y < right.y + right.height &&
    right.y < left.y + left.height
  );
}

function contains(outer: Rectangle, inner: Rectangle): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    outer.x + outer.width >= inner.x + inner.width &&
    outer.y + outer.height >= inner.y + inner.height
  );
}

/** What is wrong with a picture: boxes that touch, frames that do not hold what belongs to them, edges that go up or end elsewhere. */
function faults({ boxes, frames, edges, width, height }: GraphLayout): readonly string[] {
  const whole = { x: 0, y: 0, width, height };
  const found: string[] = [];
  const check = (holds: boolean, what: string): void => {
    if (!holds) found.push(what);
  };
  boxes.forEach((box, index) => {
    check(contains(whole, box), `${box.box.id} is out of the picture`);
    for (const other of boxes.slice(index + 1)) check(!overlap(box, other), `${box.box.id} lies on ${other.box.id}`);
    for (const frame of frames)
      check(!overlap(frame, box) || contains(frame, box), `${frame.frame.id} cuts ${box.box.id}`);
    if (box.box.parent === undefined) return;
    const frame = frames.find((candidate) => candidate.frame.id === box.box.parent);
    check(frame !== undefined && contains(frame, box), `${box.box.id} is outside its frame`);
  });
  for (const { points, arrow, to, from, first } of edges) {
    check(
      points.every(({ y }, index) => y >= (points[index - 1]?.y ?? 0)),
      `an edge of ${from} goes up`,
    );
    const end = points.at(-1) ?? { x: 0, y: 0 };
    const target = boxes.find(({ box }) => to.length === 1 && box.id === to[0]);
    if (arrow && target !== undefined)
      check(
        Math.abs(end.y - target.y) < 0.01 && end.x > target.x && end.x < target.x + target.width,
        `an edge misses ${to[0] ?? ''}`,
      );
    const source = boxes.find(({ box }) => box.id === from);
    if (first && source !== undefined)
      check(Math.abs((points[0]?.y ?? 0) - source.y - source.height) < 0.01, `an edge does not begin at ${from}`);
  }
  return found;
}

/** Every way from box to box along the pieces of edges, by the boxes' names. */
function arrivals(layout: GraphLayout): ReadonlySet<string> {
  return new Set(
    layout.edges.filter(({ arrow }) => arrow).flatMap(({ from, to }) => to.map((end) => `${from} → ${end}`)),
  );
}

describe('layoutGraph', () => {
  test.each(programs.map(({ name }) => name))('draws %s soundly, folded and unfolded', (name) => {
    const text = programs.find((program) => program.name === name)?.text ?? '';
    if (!/^model /m.test(text)) return;
    const picture = pictureOf(text);
    for (const folded of [foldedByDefault(picture), new Set<string>()]) {
      const graph = visibleGraph(picture, folded);
      const layout = layoutGraph(graph);
      expect(faults(layout)).toEqual([]);
      expect(layout.boxes.length).toBe(graph.boxes.length);
      expect(arrivals(layout)).toEqual(new Set(graph.edges.map(({ from, to }) => `${from} → ${to}`)));
    }
  });

  test('draws any choice of folded blocks soundly', () => {
    const picture = pictureOf(residual);
    fc.assert(
      fc.property(fc.subarray(picture.blocks.map(({ id }) => id)), (folded) => {
        expect(faults(layoutGraph(visibleGraph(picture, new Set(folded))))).toEqual([]);
      }),
      { seed: 1 },
    );
  });

  test('draws random graphs with random blocks soundly', () => {
    fc.assert(
      fc.property(randomPicture(), (picture) => {
        const graph = visibleGraph(picture, new Set());
        const layout = layoutGraph(graph);
        expect(faults(layout)).toEqual([]);
        expect(arrivals(layout)).toEqual(new Set(graph.edges.map(({ from, to }) => `${from} → ${to}`)));
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  test('carries the shape on an edge where it changes, and there alone', () => {
    const picture = pictureOf('model M {\n  input 8x8x1 -> Conv2D(2, 3) -> ReLU -> Flatten\n}\n');
    const { labels } = layoutGraph(visibleGraph(picture, new Set()));
    expect(labels.map(({ text }) => text)).toEqual(['8x8x1', '6x6x2']);
  });
});

describe('visibleGraph', () => {
  test('shows a repetition as one box with the sum of its layers, and opens it', () => {
    const picture = pictureOf(residual);
    expect(picture.blocks.map(({ name }) => name)).toEqual(['Residual × 3', 'Residual', 'Residual', 'Residual']);
    const folded = visibleGraph(picture, new Set(['Residual ×']));
    expect(folded.boxes.map(({ title, params, layers }) => [title, params, layers])).toEqual([
      ['input_layer', 0, 1],
      ['Residual × 3', 444, 12],
      ['flatten', 0, 1],
      ['dense', 514, 1],
    ]);
    expect(visibleGraph(picture, new Set()).frames.length).toBe(4);
  });

  test('starts a large network folded so far that it fits', () => {
    const text = programs.find(({ name }) => name === 'resnet50.nn')?.text ?? '';
    const picture = pictureOf(text);
    expect(picture.layers.length).toBe(177);
    expect(visibleGraph(picture, foldedByDefault(picture)).boxes.map(({ title }) => title)).toContain('Bottleneck × 5');
  });

  test('puts an error at every layer that it is about', () => {
    const picture = pictureOf('model M {\n  input 4x4x1 -> Conv2D(2, 9) -> Flatten\n}\n');
    expect(picture.layers.map(({ problem }) => problem !== undefined)).toEqual([false, true, false]);
  });
});

/** Layers in order, each taking one to three earlier ones, some of them in blocks of consecutive layers. */
function randomPicture(): fc.Arbitrary<GraphPicture> {
  return fc
    .tuple(
      fc.array(fc.array(fc.nat(6), { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 18 }),
      fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
    )
    .map(([drawn, framed]): GraphPicture => {
      const place = { start: 0, end: 0 };
      const blocks = [
        { id: 'b0', name: 'b0', place },
        { id: 'b1', name: 'b1', parent: 'b0', place },
        { id: 'b2', name: 'b2', place },
      ];
      // Consecutive layers share a block, as calls of blocks give it: a third of them each, or none.
      const layers = drawn.map((inputs, index) => {
        const third = Math.floor((3 * index) / drawn.length);
        const inside = framed[third] === true ? (['b0', 'b1', 'b2'] as const)[third] : undefined;
        return {
          id: `l${index}`,
          name: `layer ${index}`,
          call: 'Dense 3',
          shape: '3',
          reshapes: false,
          params: 1,
          macs: 1,
          ...(inside === undefined ? {} : { block: inside }),
          inputs: index === 0 ? [] : [...new Set(inputs.map((back) => `l${Math.max(0, index - 1 - back)}`))],
          place,
        };
      });
      return { model: 'M', layers, blocks, outputs: [], params: 1, macs: 1 };
    });
}
