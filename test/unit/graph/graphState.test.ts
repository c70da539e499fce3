import { describe, expect, test } from 'vitest';
import { GraphFeed } from '../../../client/src/views/graphFeed';
import { analyze } from '../../../server/src/language/analyze';
import { toGraphPanelSchema } from '../../../server/src/protocol/graphMessageSchema';
import { answerGraph } from '../../../server/src/lsp/answerGraph';
import { initialGraphState, reduceGraph, savedGraph, toggleFold } from '../../../media/graph/graphState';
import { fittingView, moved, showing, zoomed } from '../../../media/graph/view';
import { walk } from '../../../media/graph/walk';
import { testHost } from '../../helpers/testHost';

const text = `block Pair(n) {
  in -> Dense(n) -> ReLU
}

model M {
  input 4 -> Pair(3) -> Pair(2) -> Softmax
}
`;
const target = { uri: 'file:///w/m.nn', model: 'M' };
const answer = (source: string) => answerGraph(analyze({ uri: target.uri, version: 1, text: source }, testHost()), 'M');
const state = reduceGraph(initialGraphState({}), new GraphFeed(target).take(answer(text)));

describe('the feed of a graph panel', () => {
  test('keeps the last sound picture, marked stale, with the errors at its layers', () => {
    const feed = new GraphFeed(target);
    feed.take(answer(text));
    const broken = feed.take(answer(text.replace('Dense(n)', 'Dense(-1)')));
    expect(broken).toMatchObject({ stale: true, problem: { message: expect.stringContaining('units') as string } });
    expect(broken.type === 'graph' && broken.picture?.layers.map(({ shape }) => shape)).toEqual([
      '4',
      '3',
      '3',
      '2',
      '2',
      '2',
    ]);
    expect(broken.type === 'graph' && broken.picture?.layers.some(({ problem }) => problem !== undefined)).toBe(true);
    expect(feed.take(null)).toMatchObject({ stale: true, picture: { model: 'M' } });
    expect(feed.take(answer(text))).toMatchObject({ stale: false });
  });

  test('shows an unsound text with its errors where there was no sound one before', () => {
    const first = new GraphFeed(target).take(answer(text.replace('Dense(n)', 'Dense(-1)')));
    expect(first).toMatchObject({ stale: false, picture: { model: 'M' } });
  });

  test('sends what the panel takes', () => {
    expect(toGraphPanelSchema.safeParse(new GraphFeed(target).take(answer(text))).success).toBe(true);
  });
});

describe('the state of a graph panel', () => {
  test('selects what the cursor stands in: a layer, its folded block, or the block of a call', () => {
    const at = (source: string): { readonly type: 'cursor'; readonly offset: number } => ({
      type: 'cursor',
      offset: text.indexOf(source) + 1,
    });
    expect(reduceGraph(state, at('Softmax')).selected).toBe('Softmax');
    expect(reduceGraph(state, at('Pair(2)')).selected).toBe('Pair/2');
    expect(reduceGraph(state, at('Dense(n)')).selected).toBe('Pair/Dense');
    expect(reduceGraph({ ...state, selected: 'Pair/2/Dense' }, at('Dense(n)')).selected).toBe('Pair/2/Dense');
    expect(reduceGraph(toggleFold(state, 'Pair'), at('Dense(n)')).selected).toBe('Pair');
    expect(reduceGraph({ ...state, selected: 'Softmax' }, { type: 'cursor', offset: 0 }).selected).toBe('Softmax');
  });

  test('keeps folding, selection and view over a new picture and a reload', () => {
    const chosen = { ...toggleFold(state, 'Pair'), selected: 'Softmax', view: { x: 1, y: 2, scale: 0.5 } };
    const again = reduceGraph(chosen, new GraphFeed(target).take(answer(text.replace('Softmax', 'ReLU'))));
    expect(again.layout?.boxes.map(({ box }) => box.title)).toContain('Pair');
    const restored = initialGraphState(JSON.parse(JSON.stringify(savedGraph(again))) as object);
    expect(restored).toMatchObject({ selected: 'Softmax', view: { x: 1, y: 2, scale: 0.5 } });
    expect(reduceGraph(restored, new GraphFeed(target).take(answer(text))).layout?.boxes.length).toBe(5);
  });

  test('drops what was saved and makes no sense', () => {
    const restored = initialGraphState({
      chosen: [['a', 'b'], 7],
      view: { x: Number.NaN, y: 0, scale: 1 },
      selected: 3,
    });
    expect(restored).toMatchObject({ selected: undefined, view: undefined });
    expect(restored.chosen.size).toBe(0);
  });

  test('arrow keys walk every layer down and up again', () => {
    const layout = state.layout;
    if (layout === undefined) throw new Error('no layout');
    const down: (string | undefined)[] = [walk(layout, undefined, 'first')];
    for (let step = 0; step < 5; step++) down.push(walk(layout, down.at(-1), 'down'));
    expect(down).toEqual(['input', 'Pair/Dense', 'Pair/ReLU', 'Pair/2/Dense', 'Pair/2/ReLU', 'Softmax']);
    expect(walk(layout, 'Softmax', 'down')).toBe('Softmax');
    expect(walk(layout, 'Pair/2/Dense', 'up')).toBe('Pair/ReLU');
    expect(walk(layout, 'Pair/Dense', 'left')).toBe('Pair');
    expect(walk(layout, 'Pair', 'right')).toBe('Pair/Dense');
  });
});

describe('the view', () => {
  const panel = { width: 400, height: 300 };

  test('fits wide pictures and leaves narrow ones in their size', () => {
    expect(fittingView({ width: 800, height: 900 }, panel, 1)).toEqual({ x: 0, y: 0, scale: 0.5 });
    expect(fittingView({ width: 200, height: 900 }, panel, 1)).toEqual({ x: 100, y: 0, scale: 1 });
  });

  test('zooms around a point', () => {
    expect(zoomed({ x: 10, y: 20, scale: 1 }, 2, { x: 110, y: 120 })).toEqual({ x: -90, y: -80, scale: 2 });
  });

  test('never loses the picture', () => {
    expect(moved({ x: 0, y: 0, scale: 1 }, { x: 9999, y: -9999 }, { width: 200, height: 500 }, panel)).toEqual({
      x: 352,
      y: -452,
      scale: 1,
    });
  });

  test('moves as little as it takes to show a box', () => {
    const view = { x: 0, y: 0, scale: 1 };
    expect(showing(view, { x: 100, y: 100, width: 50, height: 50 }, panel)).toEqual(view);
    expect(showing(view, { x: 100, y: 280, width: 50, height: 50 }, panel)).toEqual({ x: 0, y: -54, scale: 1 });
  });
});
